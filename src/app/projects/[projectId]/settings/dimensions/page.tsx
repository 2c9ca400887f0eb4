import type { Metadata } from "next";
import { DimensionsView } from "#/features/taxonomy/dimensions-view.tsx";

export const metadata: Metadata = { title: "Dimensions" };

export default async function DimensionsPage({
  params,
}: {
  params: Promise<{ projectId: string }>;
}) {
  const { projectId } = await params;
  return <DimensionsView projectId={projectId} />;
}
