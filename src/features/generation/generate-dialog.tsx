"use client";

import { Alert, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconInfoCircle } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { EstimateFigures } from "./estimate-figures.tsx";
import { api, client, plainError } from "#/api/client.ts";
import type { Selection } from "#/core/conversations/schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

interface GenerateRequest {
  projectId: string;
  selection: Selection;
  /** Called once the batch has begun. */
  onStarted?: (() => void) | undefined;
}

const modalId = "generate";

/** Asks before anything is written: number, writer, cost and time. For one row, a selection or a filter. */
export function openGenerate(request: GenerateRequest): void {
  modals.open({
    modalId,
    title: "Write conversations",
    size: 480,
    closeButtonProps: { "aria-label": "Close" },
    children: <GenerateDialog {...request} />,
  });
}

const close = () => modals.close(modalId);

function GenerateDialog({ projectId, selection, onStarted }: GenerateRequest) {
  const queryClient = useQueryClient();
  const [changed, setChanged] = useState(false);
  const estimate = useQuery(
    api.generation.estimate.queryOptions({ input: { projectId, selection }, staleTime: 0 }),
  );
  const start = useMutation({
    mutationFn: (expectedCount: number) =>
      client.generation.start({ projectId, selection, expectedCount }),
    onSuccess: (batch) => {
      close();
      onStarted?.();
      toastDone(
        `Writing ${formatCounted(batch.total, "conversation")}. It goes on when you close this page.`,
      );
      for (const key of [
        api.conversations.key(),
        api.generation.key(),
        api.projects.overview.key(),
      ]) {
        void queryClient.invalidateQueries({ queryKey: key });
      }
    },
    onError: async (error) => {
      if (plainError(error).status !== 409) return;
      setChanged(true);
      await estimate.refetch();
    },
  });

  if (estimate.isPending) return <EstimateSkeleton />;
  if (estimate.isError) {
    return (
      <ErrorState
        message={plainError(estimate.error).message}
        onRetry={() => void estimate.refetch()}
      />
    );
  }
  const { count, skipped } = estimate.data;
  if (count === 0) return <NothingToWrite skipped={skipped} />;
  return (
    <Stack gap="md">
      {changed ? (
        <Alert color="orange" variant="light" icon={<IconInfoCircle size={18} />} role="alert">
          The selection changed while this was open, so nothing was started. It is{" "}
          {formatCounted(count, "conversation")} now: look again and confirm.
        </Alert>
      ) : null}
      <EstimateFigures estimate={estimate.data} />
      {start.isError && plainError(start.error).status !== 409 ? (
        <ErrorState message={plainError(start.error).message} />
      ) : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button
          data-autofocus
          loading={start.isPending}
          disabled={estimate.isRefetching && start.isError}
          onClick={() => start.mutate(count)}
        >
          Write {formatCounted(count, "conversation")}
        </Button>
      </Group>
    </Stack>
  );
}

function NothingToWrite({ skipped }: { skipped: number }) {
  const reason =
    skipped === 0
      ? "No conversation matches any more: the selection was written or deleted meanwhile."
      : `${formatCounted(skipped, "conversation")} left out: hand-made seeds are never written anew, and what a run is writing at this moment is not written twice.`;
  return (
    <Stack gap="md">
      <div>
        <Text fw={550}>Nothing to write</Text>
        <Text size="sm" c="dimmed">
          {reason}
        </Text>
      </div>
      <Group justify="flex-end">
        <Button variant="default" onClick={close} data-autofocus>
          Close
        </Button>
      </Group>
    </Stack>
  );
}

function EstimateSkeleton() {
  return (
    <Stack gap="md" aria-busy="true" aria-label="Working out cost and time">
      <Skeleton height={28} width="60%" />
      <Skeleton height={92} />
      <Skeleton height={18} width="80%" />
      <Group justify="flex-end" gap="xs">
        <Skeleton height={36} width={84} />
        <Skeleton height={36} width={190} />
      </Group>
    </Stack>
  );
}
