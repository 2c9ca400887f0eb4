import type { Metadata } from "next";
import { ConversationsView } from "#/features/conversations/conversations-view.tsx";

export const metadata: Metadata = { title: "Conversations" };

export default async function ConversationsPage({
  params,
}: {
  params: Promise<{ projectId: string }>;
}) {
  const { projectId } = await params;
  return <ConversationsView projectId={projectId} />;
}
