"use client";

import { useMutation } from "@tanstack/react-query";
import { client, plainError } from "#/api/client.ts";
import type { Project } from "#/core/projects/schema.ts";
import { useProjectChanged } from "#/features/projects/use-project.ts";
import { useDraft } from "#/ui/use-draft.ts";

/** The voice as it is being edited: a draft in this browser until it is saved. */
export function useVoice(project: Project) {
  const changed = useProjectChanged();
  const draft = useDraft(`voice-${project.id}`, project.voice);
  const save = useMutation({
    mutationFn: () => client.projects.saveVoice({ projectId: project.id, voice: draft.value }),
    onSuccess: async (saved) => {
      await changed(saved);
      draft.forget();
    },
  });
  const failure = save.error ? plainError(save.error) : null;
  return {
    voice: draft.value,
    isChanged: draft.isChanged,
    change: (next: Project["voice"]) => {
      save.reset();
      draft.change(next);
    },
    forget: draft.forget,
    save: save.mutateAsync,
    isSaving: save.isPending,
    errors: failure?.fields ?? [],
    /** A refusal that belongs to no field. */
    failure: failure && failure.fields.length === 0 ? failure.message : null,
  };
}
