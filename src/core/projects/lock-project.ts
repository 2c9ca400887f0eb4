import { eq } from "drizzle-orm";
import type { Transaction } from "#/platform/db/connect.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

/**
 * Holds the project's row until the commit: what counts up in a project (runs, exports, seeds, documents)
 * is counted by one transaction at a time. Rows that name the project may still come in.
 */
export async function lockProject(tx: Transaction, projectId: string): Promise<void> {
  await tx
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.id, projectId))
    .for("no key update");
}
