import type { Metadata } from "next";
import { SpendingView } from "#/features/writers/spending-view.tsx";

export const metadata: Metadata = { title: "Spending" };

export default async function SpendingPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <SpendingView projectId={projectId} />;
}
