import type { Metadata } from "next";
import { TemplatesView } from "#/features/templates/templates-view.tsx";

export const metadata: Metadata = { title: "Templates" };

export default async function TemplatesPage({
  params,
}: {
  params: Promise<{ projectId: string }>;
}) {
  const { projectId } = await params;
  return <TemplatesView projectId={projectId} />;
}
