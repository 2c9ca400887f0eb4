import { eq } from "drizzle-orm";
import { dealRows, type DealtRow } from "./deal-rows.ts";
import { arcOf } from "./row-material.ts";
import type { WritableSelection } from "./select-writable.ts";
import type { SplitInput } from "./split-schema.ts";
import type { Context } from "../context.ts";
import { rowPlanSchema } from "../conversations/schema.ts";
import { hasIdIn } from "../conversations/filter-sql.ts";
import { BrightError, notFound } from "../errors.ts";
import { getStorylines } from "../taxonomy/get-storylines.ts";
import { labelsSchema } from "../taxonomy/schema.ts";
import { readTemplates } from "../templates/read-templates.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { templates } from "#/platform/db/tables/sources.ts";

/** A selection dealt to the sides of a comparison. */
export interface DealtSelection {
  selected: WritableSelection;
  /** The side of each of the ids, from 0. */
  arms: number[];
  /** Rows that another template writes than those that are compared. */
  leftOut: number;
}

interface Row extends DealtRow {
  id: string;
  arc: string | null;
}

/**
 * Deals the rows of a selection to the sides of a comparison. Over templates only those rows take part whose
 * template in use is among the compared ones on every side.
 * @param limit takes only the first so many of those.
 * @throws not_found for a version of another project; conflict for a retired template's, and where a side
 * names two versions of one template.
 */
export async function dealSelection(
  tx: Transaction,
  ctx: Context,
  {
    projectId,
    split,
    selected,
    limit,
    seed,
  }: {
    projectId: string;
    split: SplitInput;
    selected: WritableSelection;
    limit: number | undefined;
    seed: string;
  },
): Promise<DealtSelection> {
  const isCompared = await comparedBy(tx, ctx, projectId, split);
  const rows = await readRows(tx, ctx, projectId, selected.ids);
  const fitting = rows.filter(isCompared);
  const taken = fitting.slice(0, limit);
  const ids = taken.map(({ id }) => id);
  const contentHashes = new Map(ids.map((id) => [id, selected.contentHashes.get(id) ?? null]));
  return {
    selected: {
      ids,
      again: ids.filter((id) => contentHashes.get(id) !== null).length,
      skipped: selected.skipped,
      contentHashes,
    },
    arms: dealRows(taken, split.arms.length, seed),
    leftOut: rows.length - fitting.length,
  };
}

/** Whether a row takes part. */
async function comparedBy(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  { over, arms }: SplitInput,
): Promise<(row: Row) => boolean> {
  if (over === "writer") return () => true;
  const all = await readTemplates(tx, ctx, eq(templates.projectId, projectId));
  const byVersion = new Map(
    all.flatMap((template) => template.versions.map(({ id }) => [id, template] as const)),
  );
  const sides = arms.map(({ templateVersionIds = [], label }) => {
    const side = new Set<string>();
    for (const versionId of templateVersionIds) {
      const template = byVersion.get(versionId);
      if (!template) throw notFound("version of a template");
      if (template.retiredAt !== null) throw retired(template);
      if (side.has(template.id)) throw twice(template, label);
      side.add(template.id);
    }
    return side;
  });
  const inUse = all.filter(({ retiredAt }) => retiredAt === null);
  return ({ tier, arc }) => {
    const ofTier = inUse.filter((template) => template.tier === tier);
    const template =
      ofTier.find((each) => arc !== null && each.arc === arc) ??
      ofTier.find((each) => each.arc === null);
    return template !== undefined && sides.every((side) => side.has(template.id));
  };
}

function retired({ name }: { name: string }): BrightError {
  return new BrightError(
    "conflict",
    `The template "${name}" is retired and writes nothing. Nothing was started; bring it back, or compare others.`,
  );
}

function twice({ name }: { name: string }, label: string): BrightError {
  return new BrightError(
    "conflict",
    `"${label}" names two versions of the template "${name}", and only one can write. Nothing was started; leave one out.`,
  );
}

/** In the order of the ids. */
async function readRows(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  ids: readonly string[],
): Promise<Row[]> {
  const storylines = await getStorylines({ ctx, input: { projectId }, withRetired: true });
  const { id, tier, labels, plan } = conversations;
  const found = await tx.select({ id, tier, labels, plan }).from(conversations).where(hasIdIn(ids));
  const byId = new Map(found.map((row) => [row.id, row]));
  return ids.flatMap((each) => {
    const row = byId.get(each);
    if (!row) return [];
    const read = rowPlanSchema.safeParse(row.plan);
    const persona = labelsSchema.parse(row.labels)["persona"] ?? "";
    const arc = read.success ? (arcOf(read.data, storylines)?.key ?? null) : null;
    return [{ id: row.id, tier: row.tier, persona, arc }];
  });
}
