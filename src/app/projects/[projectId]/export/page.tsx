import type { Metadata } from "next";
import { ExportView } from "#/features/exports/export-view.tsx";

export const metadata: Metadata = { title: "Export" };

export default async function ExportPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <ExportView projectId={projectId} />;
}
