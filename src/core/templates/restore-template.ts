import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { checkBody } from "./check-body.ts";
import { lockTemplate, refuseStaleBase } from "./lock-template.ts";
import { restoreTemplateInput } from "./schema.ts";
import { storeTemplateVersion } from "./store-template-version.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { sha256 } from "#/lib/sha256.ts";
import { templateVersions } from "#/platform/db/tables/sources.ts";

/**
 * Brings back the text of an older version as a new one, which says so; all versions stay.
 * @throws not_found; conflict when another version came since `baseNumber`; invalid_input when that text
 * is in use already, or names a placeholder that isn't known any more.
 */
export async function restoreTemplate({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof restoreTemplateInput>;
}): Promise<{ versionId: string; number: number }> {
  authorise(ctx, "write");
  const { templateId, number, baseNumber } = parseInput(restoreTemplateInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const { template, newest } = await lockTemplate(tx, ctx, templateId);
    const [old] = await tx
      .select({ body: templateVersions.body })
      .from(templateVersions)
      .where(and(eq(templateVersions.templateId, templateId), eq(templateVersions.number, number)));
    if (!old) throw notFound("version of the template");
    refuseStaleBase(newest, baseNumber);
    const body = checkBody(old.body);
    if (body === newest.body) {
      throw invalidField(
        "number",
        `Version ${newest.number}, which is in use, has the text of version ${number} already. Nothing was changed.`,
      );
    }
    const reason = `Brings back version ${number}.`;
    const stored = await storeTemplateVersion(tx, ctx, {
      templateId,
      number: newest.number + 1,
      body,
      reason,
      restoredFrom: number,
    });
    await appendAudit(tx, ctx, {
      action: "template.restored",
      targetKind: "template",
      targetId: templateId,
      targetVersion: stored.number,
      hashBefore: sha256(newest.body),
      hashAfter: sha256(body),
      details: {
        projectId: template.projectId,
        name: template.name,
        number: stored.number,
        restoredFrom: number,
      },
    });
    return { versionId: stored.id, number: stored.number };
  });
}
