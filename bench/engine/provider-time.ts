import { sql } from "drizzle-orm";
import type { Stage } from "../../test/engine/stage.ts";

const MINUTE_MS = 60_000;

/**
 * Writes down the ended batches of a fake in quick motion as if they had run in its own seconds: all moments
 * of a batch are stretched from its first claim on, one batch after the other, so that the product reads
 * run times and limits by the same clock. What lies before the first claim is the start of the bench's
 * worker, which a worker that stands ready doesn't need.
 */
export function createProviderTime({ scene }: Stage, timeScale: number) {
  /** Well in the past, so that no moment lies ahead of now. */
  let next = Date.now() - 5 * 24 * 60 * MINUTE_MS;
  return {
    stretch: async (batchId: string): Promise<void> => {
      const begin = new Date(next).toISOString();
      const { rows } = await scene.ownerDb.execute<{ first: string }>(sql`
        select least(
          (select min(started_at) from bright.batch_items where batch_id = ${batchId}::uuid),
          (select min(sent_at) from bright.call_attempts where batch_id = ${batchId}::uuid))::text as first`);
      const first = rows[0]?.first;
      if (!first) throw new Error("nothing of the batch was ever begun");
      const moved = (column: string) =>
        sql`${sql.raw(column)} = ${begin}::timestamptz
          + (${sql.raw(column)} - ${first}::timestamptz) / ${timeScale}::float8`;
      await scene.ownerDb.execute(sql`
        update bright.call_attempts set ${moved("sent_at")}, ${moved("first_byte_at")}, ${moved("finished_at")}
        where batch_id = ${batchId}::uuid`);
      await scene.ownerDb.execute(sql`
        update bright.batch_items set ${moved("started_at")}, ${moved("finished_at")}
        where batch_id = ${batchId}::uuid`);
      const ended = await scene.ownerDb.execute<{ ms: number }>(sql`
        update bright.batches set created_at = ${begin}::timestamptz, ${moved("finished_at")}
        where id = ${batchId}::uuid
        returning (extract(epoch from finished_at) * 1000)::float8 as ms`);
      next = (ended.rows[0]?.ms ?? next) + MINUTE_MS;
    },
  };
}
