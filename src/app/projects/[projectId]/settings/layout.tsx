import type { ReactNode } from "react";
import { SettingsFrame } from "#/features/settings/settings-frame.tsx";

export default async function SettingsLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ projectId: string }>;
}) {
  const { projectId } = await params;
  return <SettingsFrame projectId={projectId}>{children}</SettingsFrame>;
}
