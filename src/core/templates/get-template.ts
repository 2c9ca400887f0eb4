import { desc, eq } from "drizzle-orm";
import { readTemplates } from "./read-templates.ts";
import { type TemplateDetail, templateInput } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { templates, templateVersions } from "#/platform/db/tables/sources.ts";

/** One template with its versions and the text of the newest. @throws not_found */
export async function getTemplate({
  ctx,
  input,
}: {
  ctx: Context;
  input: { templateId: string };
}): Promise<TemplateDetail> {
  authorise(ctx, "read");
  const { templateId } = parseInput(templateInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const [template] = await readTemplates(tx, ctx, eq(templates.id, templateId));
    const [newest] = await tx
      .select({ body: templateVersions.body })
      .from(templateVersions)
      .where(eq(templateVersions.templateId, templateId))
      .orderBy(desc(templateVersions.number))
      .limit(1);
    if (!template || !newest) throw notFound("template");
    return { ...template, body: newest.body };
  });
}
