"use client";

import { Anchor, Group, Pagination, Table, Text } from "@mantine/core";
import { IconPlant2 } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsInteger, useQueryState } from "nuqs";
import classes from "./sources.module.css";
import { api, plainError } from "#/api/client.ts";
import { conversationHref } from "#/features/conversations/filter-url.ts";
import { useTaxonomyLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount } from "#/lib/format.ts";
import { PlainTable } from "#/ui/plain-table.tsx";
import { EmptyState, ErrorState, RowsSkeleton } from "#/ui/states.tsx";

const PAGE_SIZE = 50;
const onlySeeds = { origin: ["seed" as const] };

const shownDimensions = ["persona", "emotion", "topic"] as const;

/** The hand-made conversations that everything generated is measured against. */
export function SeedsTable({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const { labelOf, dimensionLabel, isReady } = useTaxonomyLabels(projectId);
  const [page, setPage] = useQueryState("page", parseAsInteger.withDefault(1));
  const seeds = useQuery(
    api.conversations.list.queryOptions({
      input: { projectId, filter: onlySeeds, page: Math.max(1, page), pageSize: PAGE_SIZE },
      placeholderData: keepPreviousData,
    }),
  );

  if (seeds.isPending) return <RowsSkeleton rows={10} />;
  if (seeds.isError) {
    return (
      <ErrorState message={plainError(seeds.error).message} onRetry={() => void seeds.refetch()} />
    );
  }
  if (seeds.data.total === 0) {
    return (
      <EmptyState
        icon={<IconPlant2 size={26} stroke={1.6} />}
        title="No seed conversations yet"
        text={
          may("write")
            ? "Seeds show how you really talk with people. About ten of them set the measure for everything that is generated. Add them with the box above."
            : "Seeds show how the business really talks with people. An owner or editor adds them here."
        }
      />
    );
  }
  const pages = Math.ceil(seeds.data.total / PAGE_SIZE);
  return (
    <>
      <PlainTable label="Seed conversations" minWidth={720}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Title</Table.Th>
            {shownDimensions.map((dimension) => (
              <Table.Th key={dimension}>{dimensionLabel(dimension)}</Table.Th>
            ))}
            <Table.Th ta="right">Messages</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {seeds.data.rows.map((seed) => (
            <Table.Tr key={seed.id}>
              <Table.Td className={classes.title ?? ""}>
                <Anchor
                  component={Link}
                  href={conversationHref(projectId, seed.id, { filter: onlySeeds })}
                  size="sm"
                  fw={500}
                  c="var(--mantine-color-text)"
                >
                  {seed.title}
                </Anchor>
              </Table.Td>
              {shownDimensions.map((dimension) => (
                <Table.Td key={dimension}>
                  <Text size="sm" c="dimmed">
                    {isReady ? labelOf(dimension, seed.labels[dimension]) || "–" : " "}
                  </Text>
                </Table.Td>
              ))}
              <Table.Td ta="right">
                {seed.messageCount === null ? "–" : formatCount(seed.messageCount)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </PlainTable>
      {pages > 1 ? (
        <Group justify="flex-end" mt="md">
          <Pagination
            total={pages}
            value={seeds.data.page}
            onChange={(next) => void setPage(next, { history: "push" })}
            size="sm"
            getControlProps={(control) => ({ "aria-label": `${control} page` })}
            getItemProps={(number) => ({ "aria-label": `Page ${number}` })}
          />
        </Group>
      ) : null}
    </>
  );
}
