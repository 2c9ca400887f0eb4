import type { Metadata } from "next";
import { ActivityView } from "#/features/activity/activity-view.tsx";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <ActivityView projectId={projectId} />;
}
