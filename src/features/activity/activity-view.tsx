"use client";

import { Button, Group, Pagination, Select, Stack, Text } from "@mantine/core";
import { IconHistory, IconShieldCheck } from "@tabler/icons-react";
import {
  keepPreviousData,
  useMutation,
  useQuery,
  type UseQueryResult,
} from "@tanstack/react-query";
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";
import { actionChoices } from "./action-groups.ts";
import classes from "./activity.module.css";
import { ChainResult } from "./chain-result.tsx";
import { EventList } from "./event-list.tsx";
import { api, client, plainError } from "#/api/client.ts";
import { auditActions, type AuditEvent } from "#/core/audit/schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { PageHeader } from "#/ui/page-header.tsx";
import { EmptyState, ErrorState, RowsSkeleton } from "#/ui/states.tsx";

const PAGE_SIZE = 50;
const addressed = {
  kind: parseAsStringLiteral(auditActions),
  page: parseAsInteger.withDefault(1),
};

/** Who did what, newest first, and whether the record is whole. */
export function ActivityView({ projectId }: { projectId: string }) {
  const [{ kind, page }, setAddress] = useQueryStates(addressed, { history: "push" });
  const trail = useQuery(
    api.audit.list.queryOptions({
      input: { page: Math.max(page, 1), pageSize: PAGE_SIZE, ...(kind ? { action: kind } : {}) },
      placeholderData: keepPreviousData,
    }),
  );
  const check = useMutation({ mutationFn: () => client.audit.verify() });
  const pages = Math.ceil((trail.data?.total ?? 0) / PAGE_SIZE);

  return (
    <>
      <PageHeader
        title="Activity"
        text="Everything that was done in this workspace, by whom and when. Entries are sealed one to the next: none can be changed or taken out unseen."
      >
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={16} />}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          Check the chain
        </Button>
      </PageHeader>
      <output>{check.data ? <ChainResult result={check.data} /> : null}</output>
      <Stack gap="md">
        {check.error ? (
          <ErrorState message={plainError(check.error).message} onRetry={() => check.mutate()} />
        ) : null}
        <Group justify="space-between" align="center" gap="sm">
          <Select
            aria-label="Kind of event"
            placeholder="All kinds of events"
            data={actionChoices}
            value={kind}
            clearable
            searchable
            // The list itself scrolls: a scrolling box around it could not be reached by keyboard.
            withScrollArea={false}
            classNames={{ options: classes.options ?? "" }}
            w={{ base: "100%", xs: 260 }}
            onChange={(value) =>
              void setAddress({
                kind: auditActions.find((each) => each === value) ?? null,
                page: 1,
              })
            }
          />
          <Text size="sm" c="dimmed" className="tabular">
            {trail.data ? formatCounted(trail.data.total, "event") : " "}
          </Text>
        </Group>
        <Trail
          trail={trail}
          projectId={projectId}
          filtered={kind !== null}
          onShowAll={kind || page > 1 ? () => void setAddress({ kind: null, page: 1 }) : undefined}
        />
        {pages > 1 ? (
          <Pagination
            total={pages}
            value={Math.min(Math.max(page, 1), pages)}
            onChange={(next) => void setAddress({ page: next })}
            getControlProps={(control) => ({ "aria-label": `${control} page` })}
            size="sm"
          />
        ) : null}
      </Stack>
    </>
  );
}

function Trail({
  trail,
  projectId,
  filtered,
  onShowAll,
}: {
  trail: UseQueryResult<{ events: AuditEvent[] }>;
  projectId: string;
  filtered: boolean;
  onShowAll: (() => void) | undefined;
}) {
  if (trail.data && trail.data.events.length > 0) {
    return <EventList events={trail.data.events} projectId={projectId} />;
  }
  if (trail.error) {
    return (
      <ErrorState message={plainError(trail.error).message} onRetry={() => void trail.refetch()} />
    );
  }
  if (!trail.data) return <RowsSkeleton rows={12} height={40} />;
  return (
    <EmptyState
      icon={<IconHistory size={26} />}
      title={filtered ? "Nothing of this kind yet" : "Nothing has happened yet"}
      text={
        filtered
          ? "No event of this kind is on the record. Look at all kinds to see what is."
          : "Imports, runs, decisions and exports are written down here as they happen, with name and time."
      }
    >
      {onShowAll ? (
        <Button variant="default" onClick={onShowAll}>
          Show all events
        </Button>
      ) : null}
    </EmptyState>
  );
}
