import { and, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { BrightError } from "../errors.ts";
import type { Tier } from "../taxonomy/schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { templates, templateVersions } from "#/platform/db/tables/sources.ts";

/** The version of a template that writes a row. */
export interface CurrentTemplate {
  versionId: string;
  number: number;
  name: string;
  body: string;
}

/**
 * The newest version of the template for a row: that of its arc where the arc has one of its own in this
 * tier, that of its tier otherwise. Retired templates write nothing.
 * @param among looks only at these versions: those of one side of a comparison.
 * @throws conflict when the project has no template for the tier.
 */
export async function getCurrentTemplate(
  tx: Transaction,
  ctx: Context,
  {
    projectId,
    tier,
    arc,
    among,
  }: {
    projectId: string;
    tier: Tier;
    arc?: string | undefined;
    among?: readonly string[] | undefined;
  },
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
        among ? inArray(templateVersions.id, [...among]) : isNull(templates.retiredAt),
        arc === undefined
          ? isNull(templates.arc)
          : or(isNull(templates.arc), eq(templates.arc, arc)),
      ),
    )
    .orderBy(sql`${templates.arc} is null`, desc(templateVersions.number))
    .limit(1);
  if (row) return row;
  throw new BrightError(
    "conflict",
    `This project has no prompt template for the tier ${tier}. Nothing was written; add a template first.`,
  );
}
