"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type CompareForm, emptyCompareForm, readCompareForm } from "./compare-form.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import type { Template } from "#/core/templates/schema.ts";

/** Typing is over after so many milliseconds; the estimate is worked out anew then. */
const TYPED_AFTER = 300;

/** State of the dialog: the sides, the estimate that belongs to them, and the start. */
export function useCompare({
  projectId,
  templates,
  onStarted,
}: {
  projectId: string;
  templates: Template[];
  onStarted: (batch: BatchProgress) => void;
}) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState<CompareForm>(() => emptyCompareForm(templates));
  const [isChanged, setChanged] = useState(false);
  const choices = useQuery(api.writers.listChoices.queryOptions());
  const { wish, capMicros, errors } = readCompareForm(form, templates, choices.data ?? []);
  const now = JSON.stringify(wish);
  const [asked] = useDebouncedValue(now, TYPED_AFTER);
  const input = JSON.parse(asked) as typeof wish;
  const estimate = useQuery(
    api.generation.estimate.queryOptions({
      input: { projectId, ...(input ?? { selection: { kind: "filter", filter: {} } }) },
      enabled: input !== null,
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
  );
  const start = useMutation({
    mutationFn: (expectedCount: number) => {
      if (!wish) throw new Error("the dialog started without its sides");
      return client.generation.start({
        projectId,
        ...wish,
        expectedCount,
        ...(capMicros !== undefined && { capMicros }),
      });
    },
    onSuccess: (batch) => {
      onStarted(batch);
      for (const queryKey of [api.conversations.key(), api.generation.key()]) {
        void queryClient.invalidateQueries({ queryKey });
      }
    },
    onError: async (error) => {
      if (plainError(error).status !== 409) return;
      setChanged(true);
      await estimate.refetch();
    },
  });
  const isFresh = asked === now && wish !== null && !estimate.isPlaceholderData;
  return {
    form,
    set: (part: Partial<CompareForm>) => {
      setForm((before) => ({ ...before, ...part }));
      setChanged(false);
      start.reset();
    },
    errors,
    choices,
    estimate,
    /** What stands in the estimate is what the fields ask for. */
    shown: wish === null ? undefined : estimate.data,
    mayStart: isFresh && !estimate.isError && (estimate.data?.count ?? 0) >= form.sides.length,
    isChanged,
    start,
  };
}
