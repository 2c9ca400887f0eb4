"use client";

import { Checkbox, Group, Select, Skeleton, Stack, Text } from "@mantine/core";
import classes from "./conversations.module.css";
import { PracticeMark } from "./practice-mark.tsx";
import { RowActions } from "./row-actions.tsx";
import { SeedMark } from "./seed-mark.tsx";
import { StatusBadge } from "./status-badge.tsx";
import type { TaxonomyLabels } from "./use-taxonomy-labels.ts";
import {
  type ConversationRow,
  type ConversationSort,
  conversationSortSchema,
} from "#/core/conversations/schema.ts";
import { hasFailedTry } from "#/core/conversations/states.ts";
import { formatCounted } from "#/lib/format.ts";
import { RowLink } from "#/ui/data-table/row-link.tsx";
import { isSelected, pageState, type RowSelection } from "#/ui/data-table/row-selection.ts";

const usualOrders = [
  { value: "position.asc", label: "Plan order" },
  { value: "score.asc", label: "Lowest score first" },
  { value: "score.desc", label: "Highest score first" },
  { value: "updatedAt.desc", label: "Newest change first" },
  { value: "status.asc", label: "Status" },
  { value: "title.asc", label: "Title" },
  { value: "persona.asc", label: "Persona" },
  { value: "emotion.asc", label: "Emotion" },
  { value: "topic.asc", label: "Topic" },
  { value: "tier.asc", label: "Tier" },
  { value: "messageCount.desc", label: "Most messages first" },
] satisfies { value: `${ConversationSort["key"]}.${"asc" | "desc"}`; label: string }[];

/** The usual orders, and one by each other dimension of the project. */
function ordersOf({ dimensions }: TaxonomyLabels): { value: string; label: string }[] {
  const named = new Set<string>(usualOrders.map(({ value }) => value));
  const own = dimensions.filter(({ key, retired }) => !retired && !named.has(`${key}.asc`));
  return [...usualOrders, ...own.map(({ key, label }) => ({ value: `label.${key}.asc`, label }))];
}

interface CardsProps {
  projectId: string;
  rows: ConversationRow[] | undefined;
  names: TaxonomyLabels;
  hrefOf: (row: ConversationRow) => string;
  sort: ConversationSort;
  onSort: (sort: ConversationSort) => void;
  selection:
    | { value: RowSelection; onRow: (id: string, range: boolean) => void; onPage: () => void }
    | undefined;
}

/** The table for a narrow window: the same rows one below the other. */
export function ConversationCards({ rows, sort, onSort, selection, ...rest }: CardsProps) {
  const pageIds = (rows ?? []).map(({ id }) => id);
  const page = selection ? pageState(selection.value, pageIds) : "none";
  const order = `${sort.key}.${sort.direction}`;
  const orders = ordersOf(rest.names);
  return (
    <Stack gap={0}>
      <Group justify="space-between" py={6} wrap="nowrap">
        {selection ? (
          <Checkbox
            size="sm"
            label="Select this page"
            checked={page === "all"}
            indeterminate={page === "some"}
            disabled={pageIds.length === 0}
            onChange={selection.onPage}
          />
        ) : (
          <span />
        )}
        <Select
          size="xs"
          w={190}
          aria-label="Sort by"
          allowDeselect={false}
          data={orders}
          value={orders.find(({ value }) => value === order)?.value ?? null}
          placeholder="Sort by"
          onChange={(value) => {
            const dot = value?.lastIndexOf(".") ?? -1;
            if (value === null || dot < 0) return;
            const parts = { key: value.slice(0, dot), direction: value.slice(dot + 1) };
            onSort(conversationSortSchema.parse(parts));
          }}
        />
      </Group>
      <ul className={classes.cards} aria-label="Conversations" aria-busy={rows === undefined}>
        {rows === undefined
          ? Array.from({ length: 6 }, (_, index) => (
              <li key={index} className={classes.card}>
                <Skeleton height={72} />
              </li>
            ))
          : rows.map((row) => <Card key={row.id} row={row} selection={selection} {...rest} />)}
      </ul>
    </Stack>
  );
}

function Card({
  projectId,
  row,
  names,
  hrefOf,
  selection,
}: Pick<CardsProps, "projectId" | "names" | "hrefOf" | "selection"> & { row: ConversationRow }) {
  const labels = ["persona", "emotion", "topic"].flatMap((dimension) => {
    const value = row.labels[dimension];
    return value ? [names.labelOf(dimension, value)] : [];
  });
  return (
    <li className={classes.card} data-selected={selection && isSelected(selection.value, row.id)}>
      {selection ? (
        <Checkbox
          size="sm"
          className={classes.above ?? ""}
          aria-label={`Select ${row.reference}`}
          checked={isSelected(selection.value, row.id)}
          onChange={() => selection.onRow(row.id, false)}
        />
      ) : null}
      <Stack gap={4} style={{ minWidth: 0, flex: 1 }}>
        <Text size="sm" lineClamp={2}>
          <RowLink href={hrefOf(row)}>{row.title}</RowLink>
        </Text>
        <Text size="xs" c="dimmed" lineClamp={2}>
          {[row.reference, ...labels].join(" · ")}
        </Text>
        {row.failure && hasFailedTry(row.generationState, true) ? (
          <Text size="xs">{row.failure.message}</Text>
        ) : null}
        <Group justify="space-between" gap="xs" className={classes.above ?? ""} mih={26}>
          <Group gap="xs">
            {row.origin === "seed" ? <SeedMark /> : <StatusBadge badge={row.badge} />}
            {row.score === null ? null : (
              <Text size="sm" c="dimmed" className="tabular">
                {row.score.toFixed(1)} · {formatCounted(row.messageCount ?? 0, "message")}
              </Text>
            )}
            {row.isPractice ? <PracticeMark /> : null}
          </Group>
          <RowActions projectId={projectId} row={row} />
        </Group>
      </Stack>
    </li>
  );
}
