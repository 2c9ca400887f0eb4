import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readSession } from "#/api/server-session.ts";
import { SetupForm } from "#/features/session/setup-form.tsx";

export const metadata: Metadata = { title: "Welcome" };

export default async function SetupPage() {
  const session = await readSession();
  if (!session.needsOwner) redirect("/");
  return <SetupForm tokenNeeded={session.setupTokenNeeded} />;
}
