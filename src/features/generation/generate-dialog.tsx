"use client";

import { Alert, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { EstimateFigures } from "./estimate-figures.tsx";
import { MoreChoices, StopAtField, WishField } from "./generate-fields.tsx";
import { keyOfWriter } from "./generate-form.ts";
import { useGenerate } from "./use-generate.ts";
import { UnreadWriters, WriterField } from "./writer-field.tsx";
import { api, plainError } from "#/api/client.ts";
import type { Selection } from "#/core/conversations/schema.ts";
import type { Estimate } from "#/core/generation/schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

interface GenerateRequest {
  projectId: string;
  selection: Selection;
  /** Opened to have a text written anew: the wish for it comes first. */
  anew?: boolean;
  /** Called once the batch has begun. */
  onStarted?: (() => void) | undefined;
}

const modalId = "generate";

/** Asks before anything is written: number, writer, cost and time. For one row, a selection or a filter. */
export function openGenerate(request: GenerateRequest): void {
  modals.open({
    modalId,
    title: request.anew ? "Write it anew" : "Write conversations",
    size: 520,
    closeButtonProps: { "aria-label": "Close" },
    children: <GenerateDialog {...request} />,
  });
}

const close = () => modals.close(modalId);

function GenerateDialog({ projectId, selection, anew = false, onStarted }: GenerateRequest) {
  const dialog = useGenerate({
    projectId,
    selection,
    onStarted: (batch) => {
      close();
      onStarted?.();
      toastDone(
        `Writing ${formatCounted(batch.total, "conversation")}. It goes on when you close this page.`,
      );
    },
  });
  const { estimate, start, form, set, errors } = dialog;
  const choices = useQuery(api.writers.listChoices.queryOptions());

  if (estimate.isPending || choices.isPending) return <EstimateSkeleton />;
  if (estimate.data?.count === 0) return <NothingToWrite skipped={estimate.data.skipped} />;
  const { data } = estimate;
  const named = form.writer ?? data?.writer ?? null;
  const choice = choices.data?.find((each) => named && keyOfWriter(each) === keyOfWriter(named));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (data && dialog.mayStart) start.mutate(data.count);
      }}
    >
      <Stack gap="md">
        {dialog.isChanged && data ? <Changed count={data.count} /> : null}
        {anew || (data && data.again > 0) ? (
          <WishField
            form={form}
            set={set}
            error={errors.wish}
            isPractice={choice?.isPractice ?? data?.writer.isPractice ?? false}
            hasFocus={anew}
            count={data?.again ?? 1}
          />
        ) : null}
        {choices.data ? (
          <WriterField
            projectId={projectId}
            choices={choices.data}
            value={named}
            onChange={(writer) =>
              set({
                writer,
                overnight: false,
                ...(writer.provider === "practice" && { stopAt: "" }),
              })
            }
          />
        ) : (
          <UnreadWriters
            writer={data?.writer ?? null}
            message={plainError(choices.error).message}
            onRetry={() => void choices.refetch()}
          />
        )}
        {estimate.isError ? (
          <ErrorState
            message={plainError(estimate.error).message}
            onRetry={() => void estimate.refetch()}
          />
        ) : null}
        {data && !estimate.isError ? (
          <>
            <EstimateFigures estimate={data} isStale={estimate.isPlaceholderData} />
            {data.writer.isPractice ? null : (
              <StopAtField
                form={form}
                set={set}
                error={errors.stopAt}
                estimate={data}
                capMicros={dialog.capMicros}
              />
            )}
            <MoreChoices
              form={form}
              set={set}
              errors={errors}
              estimate={data}
              batchShare={choice?.prices.batchShare ?? null}
            />
          </>
        ) : null}
        {start.isError && isForWhole(start.error) ? (
          <ErrorState message={plainError(start.error).message} />
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            type="submit"
            {...(anew ? {} : { "data-autofocus": true })}
            loading={start.isPending}
            disabled={!data || !dialog.mayStart}
          >
            {data ? startWords(data, form.untilGood) : "Write"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function startWords({ count }: Estimate, untilGood: boolean): string {
  if (untilGood) return "Write until they are good";
  return `Write ${formatCounted(count, "conversation")}`;
}

/** A refusal that no field of the dialog shows, and that isn't told by the new number. */
function isForWhole(error: unknown): boolean {
  const { status, fields } = plainError(error);
  return status !== 409 && fields.length === 0;
}

function Changed({ count }: { count: number }) {
  return (
    <Alert color="orange" variant="light" icon={<IconInfoCircle size={18} />} role="alert">
      The selection changed while this was open, so nothing was started. It is{" "}
      {formatCounted(count, "conversation")} now: look again and confirm.
    </Alert>
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
      <Skeleton height={58} />
      <Skeleton height={96} />
      <Skeleton height={18} width="80%" />
      <Group justify="flex-end" gap="xs">
        <Skeleton height={36} width={84} />
        <Skeleton height={36} width={190} />
      </Group>
    </Stack>
  );
}
