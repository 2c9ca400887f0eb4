"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { stepAfter, stepBefore, stepHref } from "./steps.ts";
import { client, plainError } from "#/api/client.ts";
import type { Project, SetupStep } from "#/core/projects/schema.ts";
import { useProjectChanged } from "#/features/projects/use-project.ts";

/** Going on from a step: what it holds is saved first, then that it was gone through. */
export function useStep(project: Project, step: SetupStep) {
  const router = useRouter();
  const changed = useProjectChanged();
  const before = stepBefore(step);
  const next = stepHref(project.id, stepAfter(step));
  const going = useMutation({
    mutationFn: async (save?: () => Promise<unknown>) => {
      await save?.();
      await changed(await client.projects.saveSetup({ projectId: project.id, seen: step }));
    },
    onSuccess: () => router.push(next),
  });
  return {
    back: before ? stepHref(project.id, before) : null,
    next,
    isGoing: going.isPending,
    /** What was refused, as a sentence and by field; the page stays. */
    failure: going.error ? plainError(going.error) : null,
    reset: going.reset,
    go: (save?: () => Promise<unknown>) => going.mutate(save),
  };
}
