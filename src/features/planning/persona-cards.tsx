"use client";

import { Button, Collapse, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { personaFactsOf } from "./persona-facts.ts";
import { PlannedLink } from "./planned-link.tsx";
import classes from "./planning.module.css";
import { Terms } from "./terms.tsx";
import { usePlannedCounts } from "./use-planned-counts.ts";
import { api } from "#/api/client.ts";
import type { EditableDimension, EditableValue } from "#/core/taxonomy/edit-schema.ts";
import { ValueMenu } from "#/features/taxonomy/value-menu.tsx";

/** Who writes: one card each, with background first. */
export function PersonaCards({
  projectId,
  dimension,
  mayWrite,
}: {
  projectId: string;
  dimension: EditableDimension;
  mayWrite: boolean;
}) {
  const project = useQuery(
    api.projects.get.queryOptions({ input: { projectId }, staleTime: 60_000 }),
  );
  const countOf = usePlannedCounts(projectId, "persona");
  const personas = dimension.values.filter(({ retired }) => !retired);
  return (
    <div className={classes.cards}>
      {personas.map((persona) => (
        <PersonaCard
          key={persona.key}
          projectId={projectId}
          persona={persona}
          currency={project.data?.currency ?? "USD"}
          count={countOf(persona.key)}
          dimension={mayWrite ? dimension : null}
        />
      ))}
    </div>
  );
}

function PersonaCard({
  projectId,
  persona,
  currency,
  count,
  dimension,
}: {
  projectId: string;
  /** Null where the person may not change it. */
  dimension: EditableDimension | null;
  persona: EditableValue;
  currency: string;
  count: number | undefined;
}) {
  const [open, { toggle }] = useDisclosure();
  const id = useId();
  const facts = personaFactsOf(persona.attributes, currency);
  const hasMore = facts.traits.length > 0 || facts.lists.length > 0;
  return (
    <Paper
      p="md"
      component="article"
      aria-labelledby={`${id}-name`}
      className={classes.card ?? ""}
      mod={{ open }}
    >
      <Stack gap={6}>
        <Group justify="space-between" wrap="nowrap" align="baseline">
          <Title order={3} id={`${id}-name`}>
            {persona.label}
          </Title>
          <Group gap={6} wrap="nowrap" align="center">
            <PlannedLink
              projectId={projectId}
              dimension="persona"
              value={persona.key}
              label={persona.label}
              count={count}
            />
            {dimension ? (
              <ValueMenu projectId={projectId} dimension={dimension} value={persona} />
            ) : null}
          </Group>
        </Group>
        {facts.inBrief.length > 0 ? (
          <Text size="xs" c="dimmed" className="tabular">
            {facts.inBrief.join(" · ")}
          </Text>
        ) : null}
        <Text size="sm">{persona.description}</Text>
        {facts.background ? (
          <Text size="sm" c="dimmed">
            {facts.background}
          </Text>
        ) : null}
        {hasMore ? (
          <>
            <Button
              variant="transparent"
              size="compact-xs"
              px={0}
              onClick={toggle}
              aria-expanded={open}
              aria-controls={`${id}-more`}
              style={{ alignSelf: "flex-start" }}
            >
              {open ? "Show less" : `More about the ${persona.label}`}
            </Button>
            <Collapse expanded={open} id={`${id}-more`}>
              <div className={classes.details}>
                <Terms
                  terms={[
                    { name: "In short", value: facts.archetype },
                    ...facts.traits.map(({ name, text }) => ({ name, value: text })),
                  ]}
                />
                {facts.lists.map(({ name, items }) => (
                  <Terms key={name} terms={[{ name, value: items }]} />
                ))}
              </div>
            </Collapse>
          </>
        ) : null}
      </Stack>
    </Paper>
  );
}
