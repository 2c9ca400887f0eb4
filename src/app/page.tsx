import { redirect } from "next/navigation";
import { firstProjectPath, mayMakeProjects, readSession } from "#/api/server-session.ts";
import { EntryFrame } from "#/features/session/entry-frame.tsx";
import { NoProject } from "#/features/session/no-project.tsx";
import { NoWorkspace } from "#/features/session/no-workspace.tsx";

/** Sends everybody to where their work is. */
export default async function HomePage() {
  const session = await readSession();
  if (session.needsOwner) redirect("/setup");
  if (!session.person) redirect("/sign-in");
  const path = await firstProjectPath();
  if (path) redirect(path);
  // All projects are archived: a new one, or one from the archive.
  if (mayMakeProjects(session)) redirect("/projects/new");
  return <EntryFrame>{session.workspace ? <NoProject /> : <NoWorkspace />}</EntryFrame>;
}
