"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  emptyForm,
  fieldOfPath,
  type FormField,
  type GenerateForm,
  type ReadForm,
  readForm,
} from "./generate-form.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { Selection } from "#/core/conversations/schema.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";

/** Typing is over after so many milliseconds; the estimate is worked out anew then. */
const TYPED_AFTER = 300;

/** State of the dialog: fields, the estimate that belongs to them, and the start. */
export function useGenerate({
  projectId,
  selection,
  onStarted,
}: {
  projectId: string;
  selection: Selection;
  onStarted: (batch: BatchProgress) => void;
}) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState<GenerateForm>(emptyForm);
  const [refused, setRefused] = useState<Partial<Record<FormField, string>>>({});
  const [isChanged, setChanged] = useState(false);
  const read = readForm(form);
  const wish = useLastGood(askedOf(read));
  const [asked] = useDebouncedValue(JSON.stringify(wish), TYPED_AFTER);
  const estimate = useQuery(
    api.generation.estimate.queryOptions({
      input: { projectId, selection, ...(JSON.parse(asked) as Asked["wish"]) },
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
  );
  const start = useMutation({
    mutationFn: (expectedCount: number) =>
      client.generation.start({
        projectId,
        selection,
        ...read.wish,
        expectedCount,
        ...(read.capMicros !== undefined && { capMicros: read.capMicros }),
        ...(read.feedback !== undefined && { feedback: read.feedback }),
      }),
    onSuccess: (batch) => {
      onStarted(batch);
      for (const queryKey of [
        api.conversations.key(),
        api.generation.key(),
        api.projects.overview.key(),
        api.projects.coverage.key(),
      ]) {
        void queryClient.invalidateQueries({ queryKey });
      }
    },
    onError: async (error) => {
      const { status, fields } = plainError(error);
      setRefused(fieldsOf(fields));
      if (status !== 409) return;
      setChanged(true);
      await estimate.refetch();
    },
  });
  const errors = { ...refused, ...read.errors };
  const isFresh = asked === JSON.stringify(askedOf(read).wish) && !estimate.isPlaceholderData;

  return {
    form,
    set: (part: Partial<GenerateForm>) => {
      setForm((before) => ({ ...before, ...part }));
      setRefused({});
    },
    capMicros: read.capMicros,
    errors,
    estimate,
    start,
    isChanged,
    /** What stands in the estimate is what the fields ask for, and nothing is wrong with them. */
    mayStart: isFresh && Object.keys(errors).length === 0 && !estimate.isError,
  };
}

interface Asked extends Pick<ReadForm, "errors"> {
  wish: ReadForm["wish"] & { feedback?: string };
}

/** What the estimate is asked for. A wish makes calls longer, which only a stop amount is held against. */
function askedOf({ wish, capMicros, feedback, errors }: ReadForm): Asked {
  const isTold = capMicros !== undefined && feedback !== undefined;
  return { wish: { ...wish, ...(isTold && { feedback }) }, errors };
}

/** A field that can't be read leaves the estimate at what could be read last. */
function useLastGood({ wish, errors }: Asked): Asked["wish"] {
  const [last, setLast] = useState(wish);
  const isGood = Object.keys(errors).length === 0;
  if (isGood && JSON.stringify(last) !== JSON.stringify(wish)) setLast(wish);
  return isGood ? wish : last;
}

function fieldsOf(fields: { field: string; message: string }[]) {
  return Object.fromEntries(
    fields.flatMap(({ field, message }) => {
      const own = fieldOfPath[field];
      return own ? [[own, message]] : [];
    }),
  ) as Partial<Record<FormField, string>>;
}
