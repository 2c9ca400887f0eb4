import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readSession } from "#/api/server-session.ts";
import { SignInForm } from "#/features/session/sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string; email?: string }>;
}) {
  const session = await readSession();
  if (session.needsOwner) redirect("/setup");
  if (session.person) redirect("/");
  const { next, email } = await searchParams;
  return <SignInForm next={next} email={email} />;
}
