"use client";

import { Stack, Table, Text, Title } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import classes from "./planning.module.css";
import { SpreadBars } from "./spread-bars.tsx";
import type { PlanPreview } from "#/core/planning/schema.ts";
import { tiers } from "#/core/taxonomy/schema.ts";
import { tierLabels, useTaxonomyLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";
import { PlainTable } from "#/ui/plain-table.tsx";

/** What the plan would add: how many, of what, and some of the rows as they would be. */
export function PlanPreviewPanel({
  projectId,
  preview,
}: {
  projectId: string;
  preview: PlanPreview;
}) {
  const { dimensions, dimensionLabel, labelOf } = useTaxonomyLabels(projectId);
  const shown = dimensions.filter(({ key }) => key !== "tier" && key in preview.spread);
  const stands = Object.values(preview.standing).some((counts) =>
    Object.values(counts).some((standing) => standing > 0),
  );
  return (
    <section aria-label="Preview" className={classes.preview}>
      <Stack gap="lg">
        <div>
          <Title order={3}>This would add {formatCounted(preview.total, "conversation")}</Title>
          <Text size="sm" c="dimmed" className="tabular">
            {tiers
              .map(
                (tier) =>
                  `${formatCount(preview.byTier[tier] ?? 0)} ${tierLabels[tier].toLowerCase()}`,
              )
              .join(", ")}
            {preview.existing > 0
              ? `; they come on top of the ${formatCount(preview.existing)} that are there`
              : ""}
            .
          </Text>
        </div>
        {preview.warnings.length > 0 ? (
          <div className={classes.notes}>
            <IconInfoCircle size={18} stroke={1.7} aria-hidden />
            <ul className={classes.warnings} aria-label="Good to know">
              {preview.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </div>
        ) : null}
        {stands ? (
          <Text size="xs" c="dimmed" className={classes.legend ?? ""}>
            <span data-stands aria-hidden /> there already
            <span aria-hidden /> this plan adds
          </Text>
        ) : null}
        <div className={classes.spread}>
          {shown.map(({ key, label }) => (
            <SpreadBars
              key={key}
              label={label}
              values={Object.entries(preview.spread[key] ?? {}).map(([value, count]) => ({
                label: labelOf(key, value),
                count,
                standing: preview.standing[key]?.[value] ?? 0,
              }))}
            />
          ))}
        </div>
        <div>
          <Title order={4} size="h3" mb="xs">
            Some of the rows
          </Title>
          <PlainTable label="Some of the rows" minWidth={760}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Title</Table.Th>
                <Table.Th>Tier</Table.Th>
                <Table.Th>{dimensionLabel("persona")}</Table.Th>
                <Table.Th>{dimensionLabel("emotion")}</Table.Th>
                <Table.Th>{dimensionLabel("topic")}</Table.Th>
                <Table.Th ta="right">Messages</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {preview.examples.map((row) => (
                <Table.Tr key={row.reference}>
                  <Table.Td>{row.title}</Table.Td>
                  <Table.Td style={{ whiteSpace: "nowrap" }}>{tierLabels[row.tier]}</Table.Td>
                  <Table.Td>{labelOf("persona", row.labels.persona)}</Table.Td>
                  <Table.Td>{labelOf("emotion", row.labels.emotion)}</Table.Td>
                  <Table.Td>{labelOf("topic", row.labels.topic)}</Table.Td>
                  <Table.Td ta="right">{row.plan.messageCount}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </PlainTable>
        </div>
      </Stack>
    </section>
  );
}
