"use client";

import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { leftOf, moneyLeftMicros } from "./batch-lines.ts";
import { fieldOfPath } from "./generate-form.ts";
import { type LimitsForm, limitsOf, readLimits } from "./limits-form.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
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
  const [before] = useState(limitsOf(batch));
  const [form, setForm] = useState(before);
  const set = (part: Partial<LimitsForm>) => setForm((last) => ({ ...last, ...part }));
  const { change, capMicros, errors } = readLimits(before, form);
  const isChanged = Object.keys(change).length > 0;
  const save = useMutation({
    mutationFn: async (goOn: boolean) => {
      if (isChanged) await client.generation.change({ batchId: batch.id, ...change });
      if (goOn) await client.generation.resume({ batchId: batch.id });
    },
    onSuccess: (_nothing, goOn) => {
      close();
      if (isChanged || goOn) toastDone(savedWords(batch.number, { isChanged, goOn }));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.generation.key() }),
  });
  const refused = save.isError ? plainError(save.error) : null;
  const told = (field: string) =>
    refused?.fields.find((each) => fieldOfPath[each.field] === field)?.message;
  const isWrong = Object.keys(errors).length > 0;

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) save.mutate(isPaused);
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
            value={form.stopAt}
            description={
              capMicros !== undefined && capMicros <= batch.costMicros
                ? "That much is spent already: nothing more would be sent."
                : "Empty: only the caps of the project and the month hold."
            }
            error={errors.stopAt ?? told("stopAt")}
            onChange={(event) => set({ stopAt: event.currentTarget.value })}
          />
        )}
        {batch.mode === "overnight" ? null : (
          <TextInput
            {...(batch.isPractice ? { "data-autofocus": true } : {})}
            label="At most at a time"
            inputMode="numeric"
            autoComplete="off"
            value={form.atATime}
            description="Conversations written side by side. The connection's own number and the provider's limits hold too."
            placeholder="The connection's own number"
            error={errors.atATime ?? told("atATime")}
            onChange={(event) => set({ atATime: event.currentTarget.value })}
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
              disabled={isWrong}
              loading={save.isPending && !save.variables}
              onClick={() => save.mutate(false)}
            >
              Save, stay paused
            </Button>
          ) : null}
          <Button type="submit" disabled={isWrong} loading={save.isPending && save.variables}>
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

function savedWords(number: number, { isChanged, goOn }: { isChanged: boolean; goOn: boolean }) {
  if (!isChanged) return `Run ${number} goes on.`;
  return goOn
    ? `Run ${number} goes on with its new limits.`
    : `Run ${number} has new limits; they hold from now on.`;
}
