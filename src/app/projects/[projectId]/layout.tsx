import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { projectExists, readSession } from "#/api/server-session.ts";
import { Shell } from "#/features/shell/shell.tsx";

/** Signed-in pages: anonymous visitors sign in first, unknown and foreign projects are not found. */
export default async function ProjectLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ projectId: string }>;
}) {
  const session = await readSession();
  if (!session.person) {
    const path = (await headers()).get("x-pathname") ?? "/";
    redirect(session.needsOwner ? "/setup" : `/sign-in?next=${encodeURIComponent(path)}`);
  }
  const { projectId } = await params;
  if (!(await projectExists(projectId))) notFound();
  return (
    <Shell session={session} projectId={projectId}>
      {children}
    </Shell>
  );
}
