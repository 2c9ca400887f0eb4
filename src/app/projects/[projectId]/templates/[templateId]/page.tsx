import type { Metadata } from "next";
import { TemplateView } from "#/features/templates/template-view.tsx";

export const metadata: Metadata = { title: "Template" };

export default async function TemplatePage({
  params,
}: {
  params: Promise<{ projectId: string; templateId: string }>;
}) {
  const { projectId, templateId } = await params;
  return <TemplateView projectId={projectId} templateId={templateId} />;
}
