import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Template, TemplateVersion } from "./schema.ts";
import type { Context } from "../context.ts";
import { tierSchema } from "../taxonomy/schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations, conversationVersions } from "#/platform/db/tables/conversations.ts";
import { templates, templateVersions } from "#/platform/db/tables/sources.ts";

/** Templates with their versions and what each wrote; those of tiers first, then those of arcs. */
export async function readTemplates(
  tx: Transaction,
  ctx: Context,
  where: SQL,
): Promise<Template[]> {
  const rows = await tx
    .select()
    .from(templates)
    .where(and(eq(templates.workspaceId, ctx.workspaceId), where))
    .orderBy(
      sql`array_position(array['template', 'scenario', 'edge_case'], ${templates.tier})`,
      sql`${templates.arc} is not null`,
      asc(templates.name),
    );
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const counts = await countWritten(tx, [...new Set(rows.map(({ projectId }) => projectId))]);
  const { id, templateId, number, reason, restoredFrom, createdByName, createdAt } =
    templateVersions;
  const versions = await tx
    .select({ id, templateId, number, reason, restoredFrom, createdByName, createdAt })
    .from(templateVersions)
    .where(inArray(templateId, ids))
    .orderBy(desc(number));
  const byTemplate = new Map<string, TemplateVersion[]>(ids.map((each) => [each, []]));
  for (const { templateId: owner, ...version } of versions) {
    byTemplate.get(owner)?.push({ ...version, conversations: counts.get(version.id) ?? 0 });
  }
  return rows.map((row) => ({
    id: row.id,
    projectId: row.projectId,
    tier: tierSchema.parse(row.tier),
    arc: row.arc,
    name: row.name,
    retiredAt: row.retiredAt,
    versions: byTemplate.get(row.id) ?? [],
  }));
}

/** How many conversations have their newest generated text from each version of a template. */
async function countWritten(
  tx: Transaction,
  projectIds: readonly string[],
): Promise<Map<string, number>> {
  const newest = tx
    .selectDistinctOn([conversationVersions.conversationId], {
      versionId: conversationVersions.templateVersionId,
    })
    .from(conversationVersions)
    .innerJoin(conversations, eq(conversations.id, conversationVersions.conversationId))
    .where(
      and(
        inArray(conversations.projectId, [...projectIds]),
        sql`${conversations.deletedAt} is null`,
        sql`${conversationVersions.templateVersionId} is not null`,
      ),
    )
    .orderBy(conversationVersions.conversationId, desc(conversationVersions.number))
    .as("newest");
  const rows = await tx
    .select({ versionId: newest.versionId, count: sql<number>`count(*)::int` })
    .from(newest)
    .groupBy(newest.versionId);
  return new Map(rows.map(({ versionId, count }) => [versionId ?? "", count]));
}
