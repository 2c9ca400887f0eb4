import type { z } from "zod";
import { checkBody } from "./check-body.ts";
import { lockTemplate, refuseStaleBase } from "./lock-template.ts";
import { saveTemplateInput } from "./schema.ts";
import { storeTemplateVersion } from "./store-template-version.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { storableText } from "#/lib/storable-text.ts";
import { sha256 } from "#/lib/sha256.ts";

/**
 * Saves a text as the template's next version, which writes from then on; what batches under way have
 * built already stays.
 * @throws not_found; conflict when another version came since `baseNumber`; too_large; invalid_input for a
 * text with faults (each named), the same text, or no reason. Nothing is stored then.
 */
export async function saveTemplate({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof saveTemplateInput>;
}): Promise<{ versionId: string; number: number }> {
  authorise(ctx, "write");
  const { templateId, baseNumber, ...given } = parseInput(saveTemplateInput, input);
  const reason = storableText(given.reason);
  return inTransaction(ctx, async (tx, ctx) => {
    const { template, newest } = await lockTemplate(tx, ctx, templateId);
    const body = checkBody(given.body);
    refuseStaleBase(newest, baseNumber);
    if (body === newest.body) {
      throw invalidField(
        "body",
        `This is the text of version ${newest.number} as it stands. Nothing was saved; change something first.`,
      );
    }
    const stored = await storeTemplateVersion(tx, ctx, {
      templateId,
      number: newest.number + 1,
      body,
      reason,
    });
    await appendAudit(tx, ctx, {
      action: "template.saved",
      targetKind: "template",
      targetId: templateId,
      targetVersion: stored.number,
      hashBefore: sha256(newest.body),
      hashAfter: sha256(body),
      reason,
      details: { projectId: template.projectId, name: template.name, number: stored.number },
    });
    return { versionId: stored.id, number: stored.number };
  });
}
