import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { getTemplate } from "./get-template.ts";
import { type TemplateVersionDetail, templateVersionInput } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { templateVersions } from "#/platform/db/tables/sources.ts";

/** One version of a template with its text. @throws not_found */
export async function getTemplateVersion({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof templateVersionInput>;
}): Promise<TemplateVersionDetail> {
  authorise(ctx, "read");
  const { templateId, number } = parseInput(templateVersionInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const { versions } = await getTemplate({ ctx, input: { templateId } });
    const version = versions.find((each) => each.number === number);
    const [row] = await tx
      .select({ body: templateVersions.body })
      .from(templateVersions)
      .where(and(eq(templateVersions.templateId, templateId), eq(templateVersions.number, number)));
    if (!version || !row) throw notFound("version of the template");
    return { ...version, templateId, body: row.body };
  });
}
