"use client";

import { ActionIcon, Anchor, Box, Button, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useLocalStorage, useMediaQuery, useThrottledValue } from "@mantine/hooks";
import { IconChevronDown, IconChevronUp, IconPlugConnectedX, IconX } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import classes from "./progress-island.module.css";
import { NoticeButton } from "./notice-button.tsx";
import { useProgress } from "./progress-provider.tsx";
import { useIslandPlace, useLasting } from "./use-island.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { BatchButtons } from "#/features/generation/batch-buttons.tsx";
import {
  headline,
  isUnderWay,
  outcomeLine,
  percentOf,
  reached,
  settled,
  spokenLine,
} from "#/features/generation/batch-lines.ts";
import { BatchMeter } from "#/features/generation/batch-meter.tsx";
import { formatCount, formatCounted } from "#/lib/format.ts";

/** A spoken line changes at most this often, in milliseconds. */
const SPEAK_EVERY = 6_000;
/** A connection that comes back by itself within this time is not worth a word. */
const LOST_AFTER = 2_500;

/** What is being written now, on every screen: opened it says how far and at what cost, closed how far. */
export function ProgressIsland({ projectId }: { projectId: string }) {
  const { batches, reconnecting } = useProgress();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const roomy = useMediaQuery("(min-width: 48em)") ?? true;
  const [choice, setOpened] = useLocalStorage<boolean | null>({
    key: "bright-island-open",
    defaultValue: null,
  });
  const opened = choice ?? roomy;
  const lost = useLasting(reconnecting, LOST_AFTER);
  // A run's own page shows it large already.
  const pathname = usePathname();
  const shown = batches.filter(
    (batch) =>
      !pathname.endsWith(`/runs/${batch.id}`) && (isUnderWay(batch) || !closed.has(batch.id)),
  );
  const spoken = useThrottledValue(spokenLine(batches, lost), SPEAK_EVERY);
  const place = useIslandPlace();
  const visible = shown.length > 0 || lost;

  return (
    <>
      <output className={classes.spoken} aria-live="polite">
        {spoken}
      </output>
      {visible ? (
        <section
          ref={place}
          className={classes.island}
          aria-label="Progress"
          data-opened={opened && shown.length > 0}
        >
          {lost ? (
            <Group gap={8} className={classes.lost ?? ""} wrap="nowrap">
              <IconPlugConnectedX size={16} stroke={1.8} aria-hidden />
              <Text size="sm">Connection lost, trying again</Text>
            </Group>
          ) : null}
          {shown.length > 0 && opened ? (
            <Stack gap={0}>
              <Group justify="space-between" className={classes.head ?? ""}>
                <Text size="xs" fw={550} c="dimmed">
                  Progress
                </Text>
                <Group gap={4} wrap="nowrap">
                  {shown.some(({ state }) => state === "running") ? <NoticeButton /> : null}
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={24}
                    aria-label="Make the progress small"
                    onClick={() => setOpened(false)}
                  >
                    <IconChevronDown size={16} />
                  </ActionIcon>
                </Group>
              </Group>
              <div className={classes.batches}>
                {shown.map((batch) => (
                  <BatchBlock
                    key={batch.id}
                    projectId={projectId}
                    batch={batch}
                    onClose={() => setClosed(new Set([...closed, batch.id]))}
                  />
                ))}
              </div>
            </Stack>
          ) : null}
          {shown.length > 0 && !opened ? (
            <Pill batches={shown} onOpen={() => setOpened(true)} />
          ) : null}
        </section>
      ) : null}
    </>
  );
}

function Pill({ batches, onOpen }: { batches: BatchProgress[]; onOpen: () => void }) {
  const running = batches.filter(isUnderWay);
  const [first] = running.length > 0 ? running : batches;
  if (!first) return null;
  const text =
    running.length > 1
      ? `${formatCounted(running.length, "run")} · ${formatCount(sum(running, settled))} of ${formatCount(sum(running, ({ total }) => total))}`
      : isUnderWay(first)
        ? `${first.state === "paused" ? "Paused, " : ""}${reached(first).words} · ${percentOf(first)}%`
        : outcomeLine(first);
  return (
    <UnstyledButton className={classes.pill ?? ""} onClick={onOpen} aria-expanded={false}>
      <Text size="sm" fw={550} className="tabular">
        {text}
      </Text>
      <IconChevronUp size={16} aria-label="Show the progress" />
    </UnstyledButton>
  );
}

function BatchBlock({
  projectId,
  batch,
  onClose,
}: {
  projectId: string;
  batch: BatchProgress;
  onClose: () => void;
}) {
  const running = isUnderWay(batch);
  const review = conversationsHref(projectId, {
    filter: { status: ["generated", "needs_review"] },
  });
  return (
    <Box className={classes.batch ?? ""}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs" mb={6}>
        <Text size="sm" fw={600} className="tabular">
          {headline(batch)}
        </Text>
        <Group gap={6} wrap="nowrap">
          <Anchor component={Link} size="xs" href={`/projects/${projectId}/runs/${batch.id}`}>
            Run {batch.number}
          </Anchor>
          {running ? null : (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={`Close run ${batch.number}`}
              onClick={onClose}
            >
              <IconX size={15} />
            </ActionIcon>
          )}
        </Group>
      </Group>
      {running ? <BatchMeter batch={batch} /> : null}
      <Group gap={6} mt={8}>
        {!running && batch.done > 0 ? (
          <Button component={Link} href={review} size="compact-sm">
            Review
          </Button>
        ) : null}
        <BatchButtons batch={batch} size="compact-sm" />
      </Group>
    </Box>
  );
}

function sum<T>(list: T[], of: (each: T) => number): number {
  return list.reduce((total, each) => total + of(each), 0);
}
