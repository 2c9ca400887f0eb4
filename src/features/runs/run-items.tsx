"use client";

import { Box, Chip, Group, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { RunItem } from "./run-item.tsx";
import { itemLooks } from "./run-states.tsx";
import classes from "./runs.module.css";
import { api, plainError } from "#/api/client.ts";
import { type BatchProgress, itemStates } from "#/core/generation/schema.ts";
import { formatCount } from "#/lib/format.ts";
import { Pager } from "#/ui/data-table/pager.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

const PAGE_SIZE = 50;
const parsers = {
  state: parseAsStringLiteral(itemStates),
  page: parseAsInteger.withDefault(1),
  /** The row that is folded open. */
  open: parseAsString,
};

/** The conversations of a run, by state, with the record of each call folded away under them. */
export function RunItems({
  projectId,
  batchId,
  batch,
}: {
  projectId: string;
  batchId: string;
  batch: BatchProgress | undefined;
}) {
  const [{ state, page, open }, setUrl] = useQueryStates(parsers, { history: "push" });
  const items = useQuery(
    api.generation.listItems.queryOptions({
      input: { batchId, page: Math.max(1, page), pageSize: PAGE_SIZE, ...(state ? { state } : {}) },
      placeholderData: keepPreviousData,
    }),
  );
  const counts = batch ? countsOf(batch) : undefined;

  return (
    <section aria-label="Conversations of this run">
      <Chip.Group
        value={state ?? "all"}
        onChange={(value) =>
          void setUrl({
            state: itemStates.find((each) => each === value) ?? null,
            page: null,
            open: null,
          })
        }
      >
        <Group gap={6} mb="xs" role="radiogroup" aria-label="Show">
          {(["all", ...itemStates] as const)
            .filter((each) => each === "all" || each === state || counts?.[each] !== 0)
            .map((each) => (
              <Chip key={each} value={each} size="xs" variant="light">
                {each === "all" ? "All" : itemLooks[each][0]}
                {counts ? ` ${formatCount(counts[each])}` : ""}
              </Chip>
            ))}
        </Group>
      </Chip.Group>
      {items.isPending ? <RowsSkeleton /> : null}
      {items.isError ? (
        <ErrorState
          message={plainError(items.error).message}
          onRetry={() => void items.refetch()}
        />
      ) : null}
      {items.data ? (
        <>
          <Box
            component="ul"
            className={classes.items ?? ""}
            mod={{ stale: items.isPlaceholderData }}
          >
            {items.data.items.map((item) => (
              <RunItem
                key={item.conversationId}
                projectId={projectId}
                batch={batch}
                batchId={batchId}
                item={item}
                opened={open === item.conversationId}
                onToggle={(opened) => void setUrl({ open: opened ? item.conversationId : null })}
              />
            ))}
          </Box>
          {items.data.items.length === 0 ? (
            <Text size="sm" c="dimmed" py="md">
              {state ? "None in this state now." : "This run has no conversations."}
            </Text>
          ) : (
            <Pager
              page={Math.max(1, page)}
              pageSize={PAGE_SIZE}
              total={items.data.total}
              onPage={(next) => void setUrl({ page: next, open: null }, { scroll: true })}
            />
          )}
        </>
      ) : null}
    </section>
  );
}

function countsOf(batch: BatchProgress): Record<"all" | (typeof itemStates)[number], number> {
  const { total, queued, failed, cancelled } = batch;
  const running = batch.running.length + batch.withVendor;
  return {
    all: total,
    queued,
    running,
    // A row that is written again has its text, but is listed where it stands now.
    done: Math.max(0, total - queued - running - failed - cancelled),
    failed,
    cancelled,
  };
}
