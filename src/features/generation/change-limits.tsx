"use client";

import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { leftOf, moneyLeftMicros } from "./batch-lines.ts";
import { fieldOfPath, readDollars, readWhole } from "./generate-form.ts";
import { api, client, plainError } from "#/api/client.ts";
import { type BatchProgress, MOST_CONCURRENT } from "#/core/generation/schema.ts";
import { formatCounted, formatMoney } from "#/lib/format.ts";
import { ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

const modalId = "change-limits";
const close = () => modals.close(modalId);

/** Another stop amount or another number at a time, while the run is under way. */
export function openChangeLimits(batch: BatchProgress): void {
  modals.open({
    modalId,
    title: `Limits of run ${batch.number}`,
    size: 480,
    closeButtonProps: { "aria-label": "Close" },
    children: <ChangeLimits batch={batch} />,
  });
}

function ChangeLimits({ batch }: { batch: BatchProgress }) {
  const queryClient = useQueryClient();
  const isPaused = batch.state === "paused";
  const [stopAt, setStopAt] = useState(batch.capMicros === null ? "" : dollars(batch.capMicros));
  const [atATime, setAtATime] = useState(batch.concurrency?.toString() ?? "");
  const cap = readDollars(stopAt);
  const number = readWhole(
    atATime,
    MOST_CONCURRENT,
    `At most ${MOST_CONCURRENT} at a time; the provider's own limits are kept whatever stands here.`,
  );
  const save = useMutation({
    mutationFn: async (goOn: boolean) => {
      await client.generation.change({
        batchId: batch.id,
        ...(typeof cap === "string" ? {} : { capMicros: cap ?? null }),
        ...(typeof number === "number" && { concurrency: number }),
      });
      if (goOn) await client.generation.resume({ batchId: batch.id });
    },
    onSuccess: (_nothing, goOn) => {
      close();
      toastDone(
        goOn
          ? `Run ${batch.number} goes on with its new limits.`
          : `Run ${batch.number} has new limits; they hold from now on.`,
      );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.generation.key() }),
  });
  const refused = save.isError ? plainError(save.error) : null;
  const told = (field: string) =>
    refused?.fields.find((each) => fieldOfPath[each.field] === field)?.message;
  const isWrong = typeof cap === "string" || typeof number === "string";
  const isEmptied = batch.concurrency !== null && atATime.trim() === "";

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong && !isEmptied) save.mutate(isPaused);
      }}
    >
      <Stack>
        <Text size="sm" className="tabular">
          {formatMoney(batch.costMicros)} spent for{" "}
          {formatCounted(batch.done + batch.failed, "conversation")}. {restSentence(batch)}
        </Text>
        {batch.isPractice ? null : (
          <TextInput
            data-autofocus
            label="Stop at"
            leftSection="$"
            inputMode="decimal"
            autoComplete="off"
            value={stopAt}
            description={
              typeof cap === "number" && cap <= batch.costMicros
                ? "That much is spent already: nothing more would be sent."
                : "Empty: only the caps of the project and the month hold."
            }
            error={typeof cap === "string" ? cap : told("stopAt")}
            onChange={(event) => setStopAt(event.currentTarget.value)}
          />
        )}
        {batch.mode === "overnight" ? null : (
          <TextInput
            {...(batch.isPractice ? { "data-autofocus": true } : {})}
            label="At most at a time"
            inputMode="numeric"
            autoComplete="off"
            value={atATime}
            description="Conversations written side by side. The connection's own number and the provider's limits hold too."
            placeholder="The connection's own number"
            error={
              isEmptied ? "Enter 1 or more." : typeof number === "string" ? number : told("atATime")
            }
            onChange={(event) => setAtATime(event.currentTarget.value)}
          />
        )}
        {refused && refused.fields.length === 0 ? <ErrorState message={refused.message} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} disabled={save.isPending}>
            Cancel
          </Button>
          {isPaused ? (
            <Button
              variant="default"
              disabled={isWrong || isEmptied}
              loading={save.isPending && !save.variables}
              onClick={() => save.mutate(false)}
            >
              Save, stay paused
            </Button>
          ) : null}
          <Button
            type="submit"
            disabled={isWrong || isEmptied}
            loading={save.isPending && save.variables}
          >
            {isPaused ? "Save and continue" : "Save"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function restSentence(batch: BatchProgress): string {
  const left = moneyLeftMicros(batch);
  const rest = formatCounted(leftOf(batch), "conversation");
  return left === null ? `${rest} left.` : `${rest} left, about ${formatMoney(left)} more.`;
}

function dollars(micros: number): string {
  return (micros / 1_000_000).toFixed(2);
}
