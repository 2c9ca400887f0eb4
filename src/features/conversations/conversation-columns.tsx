import { Group, Text } from "@mantine/core";
import { ExpertMark } from "./expert-mark.tsx";
import { FailedBadge, FailedTry } from "./failed-badge.tsx";
import { PracticeMark } from "./practice-mark.tsx";
import { SeedMark } from "./seed-mark.tsx";
import { StatusBadge } from "./status-badge.tsx";
import type { TaxonomyLabels } from "./use-taxonomy-labels.ts";
import type { ConversationRow } from "#/core/conversations/schema.ts";
import { hasFailedTry } from "#/core/conversations/states.ts";
import { builtInDimensions } from "#/core/taxonomy/schema.ts";
import { formatMoment } from "#/lib/format.ts";
import { type DataColumn, dataColumn } from "#/ui/data-table/columns.ts";
import { RowLink } from "#/ui/data-table/row-link.tsx";

/** The table's columns: head, sort key, width and cell of each. */
export function conversationColumns(
  names: TaxonomyLabels,
  hrefOf: (row: ConversationRow) => string,
): DataColumn<ConversationRow>[] {
  const named = (dimension: string, row: ConversationRow) => {
    const name = names.isReady ? names.labelOf(dimension, row.labels[dimension]) : "";
    return <span title={name}>{name}</span>;
  };
  const column = dataColumn<ConversationRow>;
  return [
    column(
      "reference",
      { label: "Reference", sortKey: "reference", width: 82, hiddenBelow: 560 },
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
          {row.isPractice ? <PracticeMark /> : null}
          <ExpertMark review={row.expertReview} />
        </Group>
      ),
    ),
    column(
      "persona",
      { label: names.dimensionLabel("persona"), sortKey: "persona", width: 162 },
      (row) => named("persona", row),
    ),
    column(
      "emotion",
      { label: names.dimensionLabel("emotion"), sortKey: "emotion", width: 106, hiddenBelow: 960 },
      (row) => named("emotion", row),
    ),
    column(
      "topic",
      { label: names.dimensionLabel("topic"), sortKey: "topic", width: 122, hiddenBelow: 780 },
      (row) => named("topic", row),
    ),
    column(
      "tier",
      { label: names.dimensionLabel("tier"), sortKey: "tier", width: 88, hiddenBelow: 1060 },
      (row) => names.labelOf("tier", row.tier),
    ),
    ...otherDimensions(names).map(({ key, label }, place) =>
      column(
        `label.${key}`,
        {
          label,
          sortKey: `label.${key}`,
          width: 130,
          // Those that every project has are chosen in the menu; a project's own ones show where there is room.
          hiddenBelow: isBuiltIn(key) ? Number.POSITIVE_INFINITY : 1320 + 130 * place,
        },
        (row) => named(key, row),
      ),
    ),
    column("status", { label: "Status", sortKey: "status", width: 132 }, statusOf),
    column("score", { label: "Score", sortKey: "score", width: 66, align: "right" }, (row) =>
      row.score === null ? <Nothing /> : row.score.toFixed(1),
    ),
    column(
      "messages",
      {
        label: "Messages",
        sortKey: "messageCount",
        width: 90,
        align: "right",
        hiddenBelow: 1120,
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
        hiddenBelow: 1300,
      },
      (row) => (
        <Text span size="sm" c="dimmed" className="tabular">
          {formatMoment(row.updatedAt)}
        </Text>
      ),
    ),
  ];
}

const ownColumns = ["persona", "emotion", "topic", "tier"];

/** The dimensions without a column of their own above; a project's own ones first. */
function otherDimensions({ dimensions }: TaxonomyLabels) {
  const others = dimensions.filter(({ key, retired }) => !ownColumns.includes(key) && !retired);
  return others.toSorted((one, other) => Number(isBuiltIn(one.key)) - Number(isBuiltIn(other.key)));
}

function isBuiltIn(dimension: string): boolean {
  return builtInDimensions.some((known) => known === dimension);
}

function Nothing() {
  return (
    <Text span size="sm" c="dimmed" aria-label="None">
      –
    </Text>
  );
}

/** A seed was written by hand: "generated" would be untrue of it. */
function statusOf(row: ConversationRow) {
  if (row.badge === "failed") return <FailedBadge failure={row.failure} />;
  if (row.origin === "seed" && row.badge === "generated") return <SeedMark />;
  if (row.failure === null || !hasFailedTry(row.generationState, true)) {
    return <StatusBadge badge={row.badge} />;
  }
  return (
    <Group gap={4} wrap="nowrap">
      <StatusBadge badge={row.badge} />
      <FailedTry failure={row.failure} />
    </Group>
  );
}
