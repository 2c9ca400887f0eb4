import type { Metadata } from "next";
import { PlanView } from "#/features/planning/plan-view.tsx";

export const metadata: Metadata = { title: "Plan" };

export default async function PlanPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <PlanView projectId={projectId} />;
}
