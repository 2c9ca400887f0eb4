import type { Metadata } from "next";
import { ProjectSettingsView } from "#/features/projects/project-settings-view.tsx";

export const metadata: Metadata = { title: "Project settings" };

export default async function ProjectSettingsPage({
  params,
}: {
  params: Promise<{ projectId: string }>;
}) {
  return <ProjectSettingsView projectId={(await params).projectId} />;
}
