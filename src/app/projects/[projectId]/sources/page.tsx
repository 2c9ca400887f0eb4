import type { Metadata } from "next";
import { SourcesView } from "#/features/sources/sources-view.tsx";

export const metadata: Metadata = { title: "Sources" };

export default async function SourcesPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <SourcesView projectId={projectId} />;
}
