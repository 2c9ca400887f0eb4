"use client";

import { useQueryClient } from "@tanstack/react-query";
import { api, client, plainError } from "#/api/client.ts";
import type { StorylineKind } from "#/core/taxonomy/edit-schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { toastUndo } from "#/ui/toast-undo.tsx";
import { toastDone, toastFailed } from "#/ui/toast.ts";

export interface ValuePlace {
  dimension: string;
  key: string;
}

/** Changes of the taxonomy that need no form, and reading everything again that shows it. */
export function useTaxonomyActions(projectId: string) {
  const queryClient = useQueryClient();
  const refresh = async () => {
    await Promise.all(
      [
        api.taxonomy.key(),
        api.storylines.key(),
        api.projects.key(),
        api.planning.key(),
        api.conversations.key(),
        api.exports.key(),
      ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
  };
  const run = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      toastFailed(plainError(error).message);
    } finally {
      await refresh();
    }
  };

  /** Retiring says what stays in use, and offers the way back. */
  const retireValue = (place: ValuePlace, label: string, retired: boolean): Promise<void> =>
    run(async () => {
      const { inUse } = await client.taxonomy.retireValue({ projectId, ...place, retired });
      if (!retired) return toastDone(`${label} is back.`);
      toastUndo({
        message: `${label} is retired.${stays(inUse)}`,
        undo: () => void retireValue(place, label, false),
      });
    });
  const retireStoryline = (
    place: { kind: StorylineKind; key: string },
    label: string,
    retired: boolean,
  ): Promise<void> =>
    run(async () => {
      const { inUse } = await client.storylines.retire({ projectId, ...place, retired });
      if (!retired) return toastDone(`${label} is back.`);
      toastUndo({
        message: `${label} is retired.${stays(inUse)}`,
        undo: () => void retireStoryline(place, label, false),
      });
    });
  const retireDimension = (dimension: string, label: string, retired: boolean): Promise<void> =>
    run(async () => {
      await client.taxonomy.retireDimension({ projectId, dimension, retired });
      if (!retired) return toastDone(`${label} is back.`);
      toastUndo({
        message: `${label} is retired. Its labels stay where they are.`,
        undo: () => void retireDimension(dimension, label, false),
      });
    });
  const reorder = (dimension: string, keys: string[]) =>
    run(async () => {
      await client.taxonomy.reorderValues({ projectId, dimension, keys });
    });
  const copyStoryline = (place: { kind: StorylineKind; key: string }, label: string) =>
    run(async () => {
      await client.storylines.copy({ projectId, ...place });
      toastDone(`A copy of ${label} stands at the end of the list.`);
    });

  return { refresh, retireValue, retireStoryline, retireDimension, reorder, copyStoryline };
}

function stays(inUse: number): string {
  return inUse > 0
    ? ` It is still in use: ${formatCounted(inUse, "conversation")} keep it.`
    : " No conversation has it.";
}
