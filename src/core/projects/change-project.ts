import { eq } from "drizzle-orm";
import type { Project } from "./schema.ts";
import { toProject } from "./row.ts";
import { appendAudit, type AuditEntry } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { sha256 } from "#/lib/sha256.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

type Row = typeof projects.$inferSelect;

/** What becomes of a project's row; `audit` is left out where nothing worth the record changes. */
interface Change {
  set: Partial<Pick<Row, "name" | "description" | "language" | "currency">> & {
    voice?: object;
    settings?: object;
    setup?: object;
    archivedAt?: Date | null;
  };
  audit?: Pick<AuditEntry, "action" | "hashBefore" | "hashAfter" | "details">;
}

/**
 * Changes one project under its lock, with the audit row last. `decide` says what changes; with null the
 * project stays as it is and nothing is recorded.
 * @throws not_found for unknown ids and those of other workspaces.
 */
export async function changeProject(
  ctx: Context,
  projectId: string,
  decide: (before: Project) => Change | null,
): Promise<Project> {
  authorise(ctx, "write");
  return inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx.select().from(projects).where(eq(projects.id, projectId)).for("update");
    if (!row) throw notFound("project");
    const change = decide(toProject(row));
    if (!change) return toProject(row);
    const [changed] = await tx
      .update(projects)
      .set(change.set)
      .where(eq(projects.id, projectId))
      .returning();
    if (!changed) throw notFound("project");
    if (change.audit) {
      await appendAudit(tx, ctx, {
        targetKind: "project",
        targetId: projectId,
        ...change.audit,
        details: { project: changed.name, ...change.audit.details },
      });
    }
    return toProject(changed);
  });
}

/** SHA-256 of a value's JSON, keys in alphabetical order, so that stored and entered ones compare. */
export function hashOf(value: unknown): string {
  return sha256(JSON.stringify(value, sorted));
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}
