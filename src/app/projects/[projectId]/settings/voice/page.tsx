import type { Metadata } from "next";
import { VoiceView } from "#/features/voice/voice-view.tsx";

export const metadata: Metadata = { title: "Voice" };

export default async function VoicePage({ params }: { params: Promise<{ projectId: string }> }) {
  return <VoiceView projectId={(await params).projectId} />;
}
