import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { comparePairs, figuresOf } from "./figures-of.ts";
import { readTallies } from "./read-tallies.ts";
import { scoreInput, type ScoredTemplates } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { requireProject } from "../conversations/require-project.ts";
import { parseInput } from "../parse-input.ts";
import { tiers, tierSchema } from "../taxonomy/schema.ts";
import type { Providers } from "../writers/registry.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { templates, templateVersions } from "#/platform/db/tables/sources.ts";

/**
 * Every version of a template that wrote something in the project, and how well; each version against the
 * one before it that wrote. Practice texts stand apart: their writer reads no template. Rows weren't dealt to
 * the versions here, so that a difference may lie in the rows: `compareArms` is fair.
 * @throws not_found
 */
export async function scoreTemplates({
  ctx,
  providers,
  input,
}: {
  ctx: Context;
  providers: Providers;
  input: z.input<typeof scoreInput>;
}): Promise<ScoredTemplates> {
  authorise(ctx, "read");
  const { projectId } = parseInput(scoreInput, input);
  const practice = [...providers.local.values()].filter((each) => each.isPractice);
  const practiceIds = sql.param(practice.map(({ id }) => id));
  return inTransaction(ctx, async (tx, ctx) => {
    await requireProject(tx, ctx, projectId);
    const tallies = await readTallies(tx, {
      calls: {
        where: sql`call.project_id = ${projectId}::uuid and call.template_version_id is not null`,
        key: sql`call.template_version_id::text
          || case when call.provider = any(${practiceIds}::text[]) then ' practice' else '' end`,
      },
      texts: {
        join: sql`join bright.conversations conversation on conversation.id = text.conversation_id`,
        where: sql`conversation.project_id = ${projectId}::uuid and text.template_version_id is not null`,
        key: sql`text.template_version_id::text || case when text.is_practice then ' practice' else '' end`,
      },
    });
    const versions = await readVersions(tx, projectId);
    const scored = tallies
      .flatMap((tally) => {
        const [versionId, practiceWord] = tally.key.split(" ");
        const version = versions.get(versionId ?? "");
        return version ? [{ tally, version, isPractice: practiceWord !== undefined }] : [];
      })
      .toSorted(
        (one, other) => rankOf(one) - rankOf(other) || (nameOf(one) < nameOf(other) ? -1 : 1),
      );
    const places = scored.flatMap((each, place): [number, number][] => {
      const before = scored[place + 1];
      const follows = before && !each.isPractice && !before.isPractice;
      return follows && before.version.templateId === each.version.templateId
        ? [[place, place + 1]]
        : [];
    });
    return {
      rows: scored.map(({ tally, version, isPractice }) => ({
        ...figuresOf(tally),
        ...version,
        isPractice,
      })),
      pairs: comparePairs(
        scored.map(({ tally }) => tally),
        places,
      ),
    };
  });
}

type Version = Omit<
  ScoredTemplates["rows"][number],
  keyof ReturnType<typeof figuresOf> | "isPractice"
>;
interface Scored {
  version: Version;
  isPractice: boolean;
}

/** By tier, then practice last, then the newest version first. */
function rankOf({ version, isPractice }: Scored): number {
  return tiers.indexOf(version.tier) * 2 + (isPractice ? 1 : 0);
}

function nameOf({ version }: Scored): string {
  return `${version.name} ${version.templateId} ${String(1e9 - version.number).padStart(10, "0")}`;
}

async function readVersions(tx: Transaction, projectId: string): Promise<Map<string, Version>> {
  const rows = await tx
    .select({
      versionId: templateVersions.id,
      templateId: templateVersions.templateId,
      name: templates.name,
      number: templateVersions.number,
      tier: templates.tier,
    })
    .from(templateVersions)
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .where(eq(templates.projectId, projectId));
  return new Map(rows.map((row) => [row.versionId, { ...row, tier: tierSchema.parse(row.tier) }]));
}
