import { eq, inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import { comparePairs, everyPair, figuresOf } from "./figures-of.ts";
import { emptyTally, readTallies } from "./read-tallies.ts";
import { type ComparedArms, compareArmsInput } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { storedSplitSchema } from "../generation/split-schema.ts";
import { parseInput } from "../parse-input.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { batches, batchItems } from "#/platform/db/tables/generation.ts";
import { templates, templateVersions } from "#/platform/db/tables/sources.ts";

/**
 * The sides of a batch against each other: how many texts were valid at once, their scores, how many a
 * person approved, what they cost, and whether chance alone may have made the differences. Counts what the
 * batch itself wrote, also where a text was written anew since.
 * @returns null for a batch that compares nothing. @throws not_found
 */
export async function compareArms({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof compareArmsInput>;
}): Promise<ComparedArms | null> {
  authorise(ctx, "read");
  const { batchId } = parseInput(compareArmsInput, input);
  return inTransaction(ctx, async (tx) => {
    const [batch] = await tx
      .select({ split: batches.split })
      .from(batches)
      .where(eq(batches.id, batchId));
    if (!batch) throw notFound("run");
    if (batch.split === null) return null;
    const { over, arms } = storedSplitSchema.parse(batch.split);
    const item = (alias: "call" | "text") => sql`join bright.batch_items item
      on item.batch_id = ${batchId}::uuid and item.conversation_id = ${sql.raw(alias)}.conversation_id`;
    const key = sql`item.arm::text`;
    const tallies = await readTallies(tx, {
      calls: { join: item("call"), where: sql`call.batch_id = ${batchId}::uuid`, key },
      texts: { join: item("text"), where: sql`text.batch_id = ${batchId}::uuid`, key },
    });
    const sides = arms.map(
      (_arm, side) => tallies.find((each) => each.key === String(side)) ?? emptyTally(String(side)),
    );
    const counts = await countItems(tx, batchId);
    const versions = await readVersions(
      tx,
      arms.flatMap((arm) => arm.templateVersionIds ?? []),
    );
    return {
      over,
      arms: arms.map((arm, side) => ({
        ...figuresOf(sides[side] ?? emptyTally(String(side))),
        label: arm.label,
        total: counts.get(side)?.total ?? 0,
        failed: counts.get(side)?.failed ?? 0,
        versions: versions.filter(({ versionId }) => arm.templateVersionIds?.includes(versionId)),
        writer: arm.writer,
      })),
      pairs: comparePairs(sides, everyPair(sides.length)),
    };
  });
}

async function countItems(
  tx: Transaction,
  batchId: string,
): Promise<Map<number | null, { total: number; failed: number }>> {
  const rows = await tx
    .select({
      arm: batchItems.arm,
      total: sql<number>`count(*)::int`,
      failed: sql<number>`(count(*) filter (where ${batchItems.state} = 'failed'))::int`,
    })
    .from(batchItems)
    .where(eq(batchItems.batchId, batchId))
    .groupBy(batchItems.arm);
  return new Map(rows.map(({ arm, ...counts }) => [arm, counts]));
}

async function readVersions(tx: Transaction, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .select({
      versionId: templateVersions.id,
      templateId: templateVersions.templateId,
      name: templates.name,
      number: templateVersions.number,
    })
    .from(templateVersions)
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .where(inArray(templateVersions.id, [...ids]));
}
