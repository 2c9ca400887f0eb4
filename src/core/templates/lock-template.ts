import { and, desc, eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { BrightError, notFound } from "../errors.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { templates, templateVersions } from "#/platform/db/tables/sources.ts";

/** Locks a template until the commit, so that its versions come one after another. @throws not_found */
export async function lockTemplate(tx: Transaction, ctx: Context, templateId: string) {
  const [template] = await tx
    .select()
    .from(templates)
    .where(and(eq(templates.id, templateId), eq(templates.workspaceId, ctx.workspaceId)))
    .for("update");
  if (!template) throw notFound("template");
  const [newest] = await tx
    .select()
    .from(templateVersions)
    .where(eq(templateVersions.templateId, templateId))
    .orderBy(desc(templateVersions.number))
    .limit(1);
  if (!newest) throw notFound("template");
  return { template, newest };
}

/** @throws conflict when another version came since the text was opened. */
export function refuseStaleBase(
  newest: { number: number; createdByName: string; reason: string },
  baseNumber: number,
): void {
  if (newest.number === baseNumber) return;
  throw new BrightError(
    "conflict",
    `${newest.createdByName} saved version ${newest.number} of this template meanwhile (“${newest.reason}”), and your text was made from version ${baseNumber}. Nothing was saved and your text is still here; compare it with version ${newest.number}, then save it on top of that.`,
  );
}
