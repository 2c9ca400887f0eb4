import { eq } from "drizzle-orm";
import { lockTemplate } from "./lock-template.ts";
import { templateInput } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { templates } from "#/platform/db/tables/sources.ts";

/** Brings a retired template back into use, with all its versions. @throws not_found */
export async function reinstateTemplate({
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
    if (!template.retiredAt) return;
    await tx.update(templates).set({ retiredAt: null }).where(eq(templates.id, templateId));
    await appendAudit(tx, ctx, {
      action: "template.reinstated",
      targetKind: "template",
      targetId: templateId,
      targetVersion: newest.number,
      details: { projectId: template.projectId, name: template.name, arc: template.arc },
    });
  });
}
