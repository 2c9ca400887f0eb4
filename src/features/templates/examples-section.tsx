"use client";

import { Anchor, Checkbox, Group, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { api, client, plainError } from "#/api/client.ts";
import type { Examples } from "#/core/generation/prompt-schema.ts";
import { conversationHref } from "#/features/conversations/filter-url.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCounted } from "#/lib/format.ts";
import { PlainTable } from "#/ui/plain-table.tsx";
import { ScrollBox } from "#/ui/scroll-box.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";
import { toastFailed } from "#/ui/toast.ts";

type Candidate = Examples["candidates"][number];

/** How many examples each prompt shows, and which. */
export function ExamplesSection({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const cache = useQueryClient();
  const examples = useQuery(api.templates.examples.queryOptions({ input: { projectId } }));
  const choose = useMutation({
    mutationFn: (choice: { count: number; pinned: string[] }) =>
      client.templates.chooseExamples({ projectId, ...choice }),
    onSuccess: (answer) => {
      cache.setQueryData(api.templates.examples.queryKey({ input: { projectId } }), answer);
    },
    onError: (error) => toastFailed(plainError(error).message),
  });

  if (examples.isError) {
    return (
      <ErrorState
        message={plainError(examples.error).message}
        onRetry={() => void examples.refetch()}
      />
    );
  }
  if (!examples.data) return <RowsSkeleton rows={4} />;
  const { count, pinned, candidates, missing } = examples.data;
  const pin = ({ id }: Candidate, on: boolean) =>
    choose.mutate({ count, pinned: on ? [...pinned, id] : pinned.filter((each) => each !== id) });

  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Text size="sm" id="examples-count">
          Examples in each prompt
        </Text>
        <SegmentedControl
          aria-labelledby="examples-count"
          size="xs"
          data={["0", "1", "2", "3"]}
          value={String(count)}
          readOnly={!may("write")}
          onChange={(value) => choose.mutate({ count: Number(value), pinned })}
        />
      </Group>
      {candidates.length === 0 ? (
        <Text size="sm" c="dimmed">
          There is nothing to show yet: no seed was imported, and no conversation is approved.
          Practice texts are never examples.
        </Text>
      ) : (
        <ScrollBox label="Seeds and approved conversations" maxHeight={360}>
          <PlainTable label="Seeds and approved conversations">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={76}>First</Table.Th>
                <Table.Th>Conversation</Table.Th>
                <Table.Th ta="right">In the next prompts</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {candidates.map((candidate) => (
                <CandidateRow
                  key={candidate.id}
                  projectId={projectId}
                  candidate={candidate}
                  mayChange={may("write") && !choose.isPending}
                  onPin={(on) => pin(candidate, on)}
                />
              ))}
            </Table.Tbody>
          </PlainTable>
        </ScrollBox>
      )}
      {missing > 0 ? (
        <Text size="sm" c="dimmed">
          {formatCounted(missing, "chosen conversation")} can&apos;t be shown any more: deleted,
          practice, or not approved.
        </Text>
      ) : null}
    </Stack>
  );
}

function CandidateRow({
  projectId,
  candidate,
  mayChange,
  onPin,
}: {
  projectId: string;
  candidate: Candidate;
  mayChange: boolean;
  onPin: (on: boolean) => void;
}) {
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox
          aria-label={`Show ${candidate.reference} first`}
          checked={candidate.isPinned}
          disabled={!mayChange}
          onChange={(event) => onPin(event.currentTarget.checked)}
        />
      </Table.Td>
      <Table.Th scope="row">
        <Group gap={8} wrap="nowrap" align="baseline">
          <Anchor component={Link} size="sm" href={conversationHref(projectId, candidate.id)}>
            {candidate.reference}
          </Anchor>
          <Text size="sm">{candidate.title}</Text>
        </Group>
      </Table.Th>
      <Table.Td ta="right">
        <Text span size="sm" c={candidate.isShown ? undefined : "dimmed"}>
          {candidate.isShown ? "Shown" : "Not shown"}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}
