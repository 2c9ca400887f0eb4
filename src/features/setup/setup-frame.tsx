"use client";

import { Anchor, Button, Progress, Stack, Text, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import classes from "./setup.module.css";
import { stepHref, stepWords } from "./steps.ts";
import { type SetupStep, setupSteps } from "#/core/projects/schema.ts";

/** The quiet page around the set-up: the steps at the left, one question at a time beside them. */
export function SetupFrame({
  step,
  projectId,
  projectName,
  seen,
  isLeavable = true,
  children,
}: {
  step: SetupStep;
  /** Null while the project isn't made yet: then no other step can be gone to. */
  projectId: string | null;
  projectName: string;
  seen: readonly SetupStep[];
  /** Whether there is a page to go to instead. */
  isLeavable?: boolean;
  children: ReactNode;
}) {
  const { title, text } = stepWords[step];
  const place = setupSteps.indexOf(step) + 1;
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <Link href="/" className={classes.mark}>
          <span aria-hidden /> Bright Run
        </Link>
        <Text size="sm" c="dimmed" truncate visibleFrom="xs">
          {projectName}
        </Text>
        {isLeavable ? (
          <Button
            component={Link}
            href={projectId ? `/projects/${projectId}` : "/"}
            variant="subtle"
            size="compact-sm"
          >
            {projectId ? "Finish later" : "Cancel"}
          </Button>
        ) : null}
      </header>
      <div className={classes.body}>
        <nav aria-label="Steps of the set-up">
          <div className={classes.narrow}>
            <Text size="sm" c="dimmed" mb={6}>
              Step {place} of {setupSteps.length}
            </Text>
            <Progress
              value={(place / setupSteps.length) * 100}
              size="sm"
              aria-label={`Step ${place} of ${setupSteps.length}`}
            />
          </div>
          <ol className={`${classes.steps} ${classes.wide}`}>
            {setupSteps.map((each, index) => (
              <StepLink
                key={each}
                step={each}
                number={index + 1}
                projectId={projectId}
                isCurrent={each === step}
                isSeen={seen.includes(each)}
              />
            ))}
          </ol>
        </nav>
        <main id="main" tabIndex={-1}>
          <Stack gap={4} mb="xl">
            <Title order={1}>{title}</Title>
            <Text c="dimmed">{text}</Text>
          </Stack>
          {children}
        </main>
      </div>
    </div>
  );
}

function StepLink({
  step,
  number,
  projectId,
  isCurrent,
  isSeen,
}: {
  step: SetupStep;
  number: number;
  projectId: string | null;
  isCurrent: boolean;
  isSeen: boolean;
}) {
  const content = (
    <>
      <span className={classes.dot} aria-hidden>
        {isSeen ? <IconCheck size={13} stroke={2.4} /> : number}
      </span>
      {stepWords[step].label}
    </>
  );
  const marks = {
    "data-seen": isSeen || undefined,
    "aria-current": isCurrent ? ("step" as const) : undefined,
  };
  return (
    <li>
      {projectId ? (
        <Link href={stepHref(projectId, step)} {...marks}>
          {content}
        </Link>
      ) : (
        <span className={classes.step} {...marks}>
          {content}
        </span>
      )}
    </li>
  );
}

/** The ways on: back, past this step, or on with it. */
export function StepFooter({
  back,
  skip,
  children,
}: {
  back: string | null;
  skip?: string;
  children: ReactNode;
}) {
  return (
    <div className={classes.footer}>
      <div>
        {back ? (
          <Button component={Link} href={back} variant="default">
            Back
          </Button>
        ) : null}
      </div>
      <div style={{ display: "flex", gap: 16, alignItems: "center" }}>
        {skip ? (
          <Anchor component={Link} href={skip} size="sm" c="dimmed" py={4}>
            Skip this step
          </Anchor>
        ) : null}
        {children}
      </div>
    </div>
  );
}
