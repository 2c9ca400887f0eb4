import type { Metadata } from "next";
import { OverviewView } from "#/features/overview/overview-view.tsx";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <OverviewView projectId={projectId} />;
}
