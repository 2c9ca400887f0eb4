import { readDefaultTemplates } from "./default-templates.ts";
import { placeholdersOf } from "./fill-template.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { templates, templateVersions } from "#/platform/db/tables/sources.ts";

/** Gives a new project the product's template for each tier. The caller writes the audit row. */
export async function addDefaultTemplates({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<void> {
  authorise(ctx, "write");
  const defaults = await readDefaultTemplates();
  await inTransaction(ctx, async (tx, ctx) => {
    const { workspaceId } = ctx;
    const added = await tx
      .insert(templates)
      .values(
        defaults.map(({ tier, name }) => ({ workspaceId, projectId: input.projectId, tier, name })),
      )
      .returning({ id: templates.id, tier: templates.tier });
    await tx.insert(templateVersions).values(
      added.map(({ id, tier }) => {
        const body = defaults.find((each) => each.tier === tier)?.body ?? "";
        return {
          workspaceId,
          templateId: id,
          number: 1,
          body,
          variables: placeholdersOf(body),
          reason: "Comes with Bright Run.",
          createdBy: ctx.actor.id,
          createdByName: ctx.actor.name,
        };
      }),
    );
  });
}
