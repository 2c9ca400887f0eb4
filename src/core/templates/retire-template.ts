import { eq, sql } from "drizzle-orm";
import { lockTemplate } from "./lock-template.ts";
import { templateInput } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { templates } from "#/platform/db/tables/sources.ts";

/**
 * Takes an arc's own template out of use: the tier's writes its rows again. Versions and what they wrote
 * stay, and `reinstateTemplate` brings it back. Retiring a retired one changes nothing.
 * @throws not_found; conflict for the template of a tier, without which nothing of the tier could be written.
 */
export async function retireTemplate({
  ctx,
  input,
}: {
  ctx: Context;
  input: { templateId: string };
}): Promise<void> {
  authorise(ctx, "write");
  const { templateId } = parseInput(templateInput, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const { template, newest } = await lockTemplate(tx, ctx, templateId);
    if (template.arc === null) {
      throw new BrightError(
        "conflict",
        `“${template.name}” is the template of its tier, and no row of the tier could be written without it. Nothing was changed; edit its text instead.`,
      );
    }
    if (template.retiredAt) return;
    await tx
      .update(templates)
      .set({ retiredAt: sql`clock_timestamp()` })
      .where(eq(templates.id, templateId));
    await appendAudit(tx, ctx, {
      action: "template.retired",
      targetKind: "template",
      targetId: templateId,
      targetVersion: newest.number,
      details: { projectId: template.projectId, name: template.name, arc: template.arc },
    });
  });
}
