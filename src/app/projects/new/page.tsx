import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { firstProjectPath, mayMakeProjects, readSession } from "#/api/server-session.ts";
import { NewProjectView } from "#/features/setup/new-project-view.tsx";

export const metadata: Metadata = { title: "New project" };

export default async function NewProjectPage() {
  const session = await readSession();
  if (!session.person) {
    redirect(session.needsOwner ? "/setup" : "/sign-in?next=%2Fprojects%2Fnew");
  }
  // Without a workspace or the right to write, the home page says how things stand.
  if (!mayMakeProjects(session)) redirect("/");
  // With every project archived there is nothing to go back to but the archive.
  const hasProjects = (await firstProjectPath()) !== undefined;
  return <NewProjectView session={session} hasProjects={hasProjects} />;
}
