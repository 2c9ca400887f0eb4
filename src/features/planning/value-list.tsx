"use client";

import { Text } from "@mantine/core";
import { PlannedLink } from "./planned-link.tsx";
import classes from "./planning.module.css";
import { usePlannedCounts } from "./use-planned-counts.ts";
import type { TaxonomyDimension } from "#/core/taxonomy/schema.ts";

/** The values of one dimension, what each means, and how many conversations carry it. */
export function ValueList({
  projectId,
  dimension,
}: {
  projectId: string;
  dimension: TaxonomyDimension;
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
        {dimension.values.map(({ key, label, description }) => (
          <li key={key}>
            <div>
              <Text size="sm" fw={550}>
                {label}
              </Text>
              <Text size="xs" c="dimmed">
                {description}
              </Text>
            </div>
            <PlannedLink
              projectId={projectId}
              dimension={dimension.key}
              value={key}
              label={label}
              count={countOf(key)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
