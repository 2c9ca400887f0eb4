import type { Metadata } from "next";
import { RunView } from "#/features/runs/run-view.tsx";

export const metadata: Metadata = { title: "Run" };

export default async function RunPage({
  params,
}: {
  params: Promise<{ projectId: string; batchId: string }>;
}) {
  const { projectId, batchId } = await params;
  return <RunView projectId={projectId} batchId={batchId} />;
}
