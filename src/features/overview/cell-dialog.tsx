"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { cellInWords, filterOf, type PlacedCell } from "./coverage.ts";
import { client, plainError } from "#/api/client.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { openGenerate } from "#/features/generation/generate-dialog.tsx";
import { openPlanHere } from "#/features/planning/plan-here.tsx";
import { formatCounted } from "#/lib/format.ts";
import { ErrorState } from "#/ui/states.tsx";

const modalId = "coverage-cell";
const USUAL = 3;

interface CellRequest {
  projectId: string;
  placed: PlacedCell;
  /** Whether the person may plan and have written: dialogs lie outside of the page that knows. */
  mayWrite: boolean;
}

/** What stands in one pair of values, and what can be done about it. */
export function openCell(request: CellRequest): void {
  modals.open({
    modalId,
    title: request.placed.name,
    size: 440,
    closeButtonProps: { "aria-label": "Close" },
    children: <CellDialog {...request} />,
  });
}

const close = () => modals.close(modalId);

function CellDialog({ projectId, placed, mayWrite }: CellRequest) {
  const { cell, labels, name, canPlan } = placed;
  const filter = filterOf(placed);
  const unwritten = { ...filter, status: ["not_generated" as const, "failed" as const] };
  const first = useMutation({
    mutationFn: () => client.conversations.list({ projectId, filter: unwritten, pageSize: USUAL }),
    onSuccess: ({ rows }) => {
      if (rows.length === 0) return;
      close();
      openGenerate({ projectId, selection: { kind: "ids", ids: rows.map(({ id }) => id) } });
    },
  });
  const open = cell.planned - cell.generated;
  const words = cellInWords(cell);
  const missing = (cell.wanted ?? 0) - cell.planned;
  const count = missing > 0 ? missing : USUAL;
  return (
    <Stack gap="md">
      <Text size="sm" className="tabular">
        {words.charAt(0).toUpperCase() + words.slice(1)}.
      </Text>
      {first.isError ? <ErrorState message={plainError(first.error).message} /> : null}
      {first.data?.rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          A run is writing them already; there is nothing more to write here.
        </Text>
      ) : null}
      {mayWrite && cell.wanted === null ? (
        <Text size="sm" c="dimmed">
          A content category follows from the documents of a row, so it can&apos;t be planned here.
        </Text>
      ) : null}
      <Group gap="xs">
        {mayWrite && canPlan ? (
          <Button
            variant={open > 0 ? "default" : "filled"}
            onClick={() => {
              close();
              openPlanHere({ projectId, labels, name, count });
            }}
          >
            Plan {count} here
          </Button>
        ) : null}
        {mayWrite && open > 0 ? (
          <Button loading={first.isPending} onClick={() => first.mutate()}>
            Write {Math.min(USUAL, open)} here
          </Button>
        ) : null}
        {cell.planned > 0 ? (
          <Button
            variant="subtle"
            component={Link}
            href={conversationsHref(projectId, { filter })}
            onClick={close}
          >
            See {formatCounted(cell.planned, "conversation")}
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}
