import type { Metadata } from "next";
import { RunsView } from "#/features/runs/runs-view.tsx";

export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <RunsView projectId={projectId} />;
}
