import type { Metadata } from "next";
import { readSession } from "#/api/server-session.ts";
import { JoinForm } from "#/features/session/join-form.tsx";

export const metadata: Metadata = { title: "Invitation" };

export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const session = await readSession();
  return <JoinForm token={token} signedInAs={session.person?.email ?? null} />;
}
