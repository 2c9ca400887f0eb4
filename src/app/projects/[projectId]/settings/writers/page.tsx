import type { Metadata } from "next";
import { WritersView } from "#/features/writers/writers-view.tsx";

export const metadata: Metadata = { title: "Writers" };

export default async function WritersPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <WritersView projectId={projectId} />;
}
