"use client";

import { useProgress } from "./progress-provider.tsx";

/** What is being written now, on every screen. */
export function ProgressIsland({ projectId }: { projectId: string }) {
  const { batches } = useProgress();
  if (batches.length === 0) return null;
  return <output aria-live="polite">{projectId}</output>;
}
