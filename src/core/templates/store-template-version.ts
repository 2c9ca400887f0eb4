import { placeholdersOf } from "./fill-template.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { templateVersions } from "#/platform/db/tables/sources.ts";

/** Adds a version, by the context's actor. The caller holds the template's lock and writes the audit row. */
export async function storeTemplateVersion(
  tx: Transaction,
  ctx: Context,
  version: {
    templateId: string;
    number: number;
    body: string;
    reason: string;
    restoredFrom?: number;
  },
): Promise<{ id: string; number: number }> {
  const [row] = await tx
    .insert(templateVersions)
    .values({
      ...version,
      workspaceId: ctx.workspaceId,
      variables: placeholdersOf(version.body),
      createdBy: ctx.actor.id,
      createdByName: ctx.actor.name,
    })
    .returning({ id: templateVersions.id, number: templateVersions.number });
  if (!row) throw new Error("the version was not stored");
  return row;
}
