import { and, asc, desc, eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { BrightError } from "../errors.ts";
import type { Tier } from "../taxonomy/schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { templates, templateVersions } from "#/platform/db/tables/sources.ts";

/** The version of a tier's template that is in use. */
export interface CurrentTemplate {
  versionId: string;
  number: number;
  name: string;
  body: string;
}

/**
 * The newest version of the tier's template; of several templates of a tier, the oldest template's.
 * @throws conflict when the project has no template for the tier.
 */
export async function getCurrentTemplate(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  tier: Tier,
): Promise<CurrentTemplate> {
  const [row] = await tx
    .select({
      versionId: templateVersions.id,
      number: templateVersions.number,
      name: templates.name,
      body: templateVersions.body,
    })
    .from(templates)
    .innerJoin(templateVersions, eq(templateVersions.templateId, templates.id))
    .where(
      and(
        eq(templates.workspaceId, ctx.workspaceId),
        eq(templates.projectId, projectId),
        eq(templates.tier, tier),
      ),
    )
    .orderBy(asc(templates.createdAt), asc(templates.name), desc(templateVersions.number))
    .limit(1);
  if (row) return row;
  throw new BrightError(
    "conflict",
    `This project has no prompt template for the tier ${tier}. Nothing was written; add a template first.`,
  );
}
