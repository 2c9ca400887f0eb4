import { and, asc, count, eq } from "drizzle-orm";
import { choosePilot } from "./choose-pilot.ts";
import type { Pilot } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { liveRows } from "../conversations/filter-sql.ts";
import { requireProject } from "../conversations/require-project.ts";
import { labelsSchema, tierSchema } from "../taxonomy/schema.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

/** So few are read with care in a few minutes, and so many show one of each tier. */
const PILOT_ROWS = 3;
/** Rows that are compared; of more a sample, which their random ids make. */
const COMPARED = 2_000;

/**
 * The rows without a text that differ most, to be written and read before the rest is paid for.
 * @throws not_found
 */
export async function getPilot({
  ctx,
  input: { projectId },
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<Pilot> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    await requireProject(tx, ctx, projectId);
    const { id, reference, title, tier, labels, origin, generationState, position } = conversations;
    const open = and(
      ...liveRows(projectId),
      eq(origin, "planned"),
      eq(generationState, "not_generated"),
    );
    const [counted] = await tx.select({ rows: count() }).from(conversations).where(open);
    const found = await tx
      .select({ id, reference, title, tier, labels, position })
      .from(conversations)
      .where(open)
      .orderBy(asc(id))
      .limit(COMPARED);
    found.sort((one, other) => one.position - other.position);
    const rows = found.map(({ position: _place, ...row }) => ({
      ...row,
      tier: tierSchema.parse(row.tier),
      labels: labelsSchema.parse(row.labels),
    }));
    return { open: counted?.rows ?? 0, rows: choosePilot(rows, PILOT_ROWS) };
  });
}
