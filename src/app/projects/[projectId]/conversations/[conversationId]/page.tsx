import type { Metadata } from "next";
import { ConversationView } from "#/features/review/conversation-view.tsx";

export const metadata: Metadata = { title: "Conversation" };

export default async function ConversationPage({
  params,
}: {
  params: Promise<{ projectId: string; conversationId: string }>;
}) {
  const { projectId, conversationId } = await params;
  return <ConversationView projectId={projectId} conversationId={conversationId} />;
}
