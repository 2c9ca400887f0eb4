import { Group, Text } from "@mantine/core";
import { FailedBadge } from "./failed-badge.tsx";
import { PracticeMark } from "./practice-mark.tsx";
import { SeedMark } from "./seed-mark.tsx";
import { StatusBadge } from "./status-badge.tsx";
import type { TaxonomyLabels } from "./use-taxonomy-labels.ts";
import type { ConversationRow } from "#/core/conversations/schema.ts";
import { formatMoment } from "#/lib/format.ts";
import { type DataColumn, dataColumn } from "#/ui/data-table/columns.ts";
import { RowLink } from "#/ui/data-table/row-link.tsx";

/** The table's columns: head, sort key, width and cell of each. */
export function conversationColumns(
  names: TaxonomyLabels,
  hrefOf: (row: ConversationRow) => string,
): DataColumn<ConversationRow>[] {
  const named = (dimension: string, row: ConversationRow) =>
    names.isReady ? names.labelOf(dimension, row.labels[dimension]) : "";
  const column = dataColumn<ConversationRow>;
  return [
    column(
      "reference",
      { label: "Reference", sortKey: "reference", width: 92, hiddenBelow: 560 },
      (row) => (
        <Text span size="sm" c="dimmed" className="tabular">
          {row.reference}
        </Text>
      ),
    ),
    column(
      "title",
      { label: "Title", sortKey: "title", width: 210, grows: true, fixed: true },
      (row) => (
        <Group gap={8} wrap="nowrap">
          <Text span size="sm" truncate title={row.title}>
            <RowLink href={hrefOf(row)}>{row.title}</RowLink>
          </Text>
          {row.origin === "seed" ? <SeedMark /> : null}
          {row.isPractice ? <PracticeMark /> : null}
        </Group>
      ),
    ),
    column("persona", { label: "Persona", sortKey: "persona", width: 176 }, (row) =>
      named("persona", row),
    ),
    column(
      "emotion",
      { label: "Emotion", sortKey: "emotion", width: 112, hiddenBelow: 900 },
      (row) => named("emotion", row),
    ),
    column("topic", { label: "Topic", sortKey: "topic", width: 128, hiddenBelow: 700 }, (row) =>
      named("topic", row),
    ),
    column("tier", { label: "Tier", sortKey: "tier", width: 92, hiddenBelow: 1000 }, (row) =>
      names.labelOf("tier", row.tier),
    ),
    column("status", { label: "Status", sortKey: "status", width: 136 }, (row) =>
      row.badge === "failed" ? (
        <FailedBadge failure={row.failure} />
      ) : (
        <StatusBadge badge={row.badge} />
      ),
    ),
    column("score", { label: "Score", sortKey: "score", width: 72, align: "right" }, (row) =>
      row.score === null ? <Nothing /> : row.score.toFixed(1),
    ),
    column(
      "messages",
      {
        label: "Messages",
        sortKey: "messageCount",
        width: 92,
        align: "right",
        hiddenBelow: 1100,
      },
      (row) => row.messageCount ?? <Nothing />,
    ),
    column(
      "updated",
      {
        label: "Updated",
        sortKey: "updatedAt",
        firstDirection: "desc",
        width: 164,
        hiddenBelow: 1240,
      },
      (row) => (
        <Text span size="sm" c="dimmed" className="tabular">
          {formatMoment(row.updatedAt)}
        </Text>
      ),
    ),
  ];
}

function Nothing() {
  return (
    <Text span size="sm" c="dimmed" aria-label="None">
      –
    </Text>
  );
}
