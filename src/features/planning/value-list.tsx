"use client";

import { Group, Text } from "@mantine/core";
import { PlannedLink } from "./planned-link.tsx";
import classes from "./planning.module.css";
import { usePlannedCounts } from "./use-planned-counts.ts";
import type { EditableDimension } from "#/core/taxonomy/edit-schema.ts";
import { ValueMenu } from "#/features/taxonomy/value-menu.tsx";

/** The values of one dimension, what each means, and how many conversations carry it. */
export function ValueList({
  projectId,
  dimension,
  mayWrite,
}: {
  projectId: string;
  mayWrite: boolean;
  dimension: EditableDimension;
}) {
  const countOf = usePlannedCounts(projectId, dimension.key);
  return (
    <div>
      {dimension.description ? (
        <Text size="sm" c="dimmed" mb="xs">
          {dimension.description}
        </Text>
      ) : null}
      <ul className={classes.values}>
        {dimension.values
          .filter(({ retired }) => !retired)
          .map((value) => {
            const { key, label, description } = value;
            return (
              <li key={key}>
                <div>
                  <Text size="sm" fw={550}>
                    {label}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {description}
                  </Text>
                </div>
                <Group gap={6} wrap="nowrap">
                  <PlannedLink
                    projectId={projectId}
                    dimension={dimension.key}
                    value={key}
                    label={label}
                    count={countOf(key)}
                  />
                  {mayWrite ? (
                    <ValueMenu projectId={projectId} dimension={dimension} value={value} />
                  ) : null}
                </Group>
              </li>
            );
          })}
      </ul>
    </div>
  );
}
