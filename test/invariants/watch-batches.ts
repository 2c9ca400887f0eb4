import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { LEASE_SECONDS } from "#/core/generation/lease.ts";
import type { Database } from "#/platform/db/connect.ts";

type Sample = {
  id: string;
  total: number;
  ended: number;
  over_cap: boolean;
  lease_seconds: number | null;
};

export interface Watching {
  /** From then on a cap may lie below what is spent: it was lowered. */
  allowOver: () => void;
  /** How often it was looked so far. */
  looks: () => number;
  /** Looks once more. @returns what didn't hold, and how often it was looked. */
  stop: () => Promise<{ broken: string[]; looks: number }>;
}

/**
 * Looks again and again, while batches run, at what must hold at every moment: `settled + reserved <= cap`
 * (3), progress that only rises (6), and no lease that reaches further than one renewal allows (7).
 * @param leaseScale as the workers have it.
 */
export function watchBatches(
  ownerDb: Database,
  batchIds: readonly string[],
  { leaseScale, everyMs = 40 }: { leaseScale: number; everyMs?: number },
): Watching {
  const broken = new Set<string>();
  const best = new Map<string, number>();
  const stopping = new AbortController();
  let mayBeOver = false;
  let looks = 0;

  const look = async () => {
    const { rows } = await ownerDb.execute<Sample>(sql`
      select batch.id, batch.total,
        (select count(*)::int from bright.batch_items item where item.batch_id = batch.id
          and item.state in ('done', 'failed', 'cancelled')) as ended,
        exists (select from bright.budgets budget where budget.scope = 'batch' and budget.key = batch.id::text
          and budget.settled_micros + budget.reserved_micros > batch.cap_micros) as over_cap,
        (select extract(epoch from max(item.lease_until) - clock_timestamp())::float8
          from bright.batch_items item where item.batch_id = batch.id) as lease_seconds
      from bright.batches batch where batch.id = any(${sql.param([...batchIds])}::uuid[])`);
    looks += 1;
    for (const { id, total, ended, over_cap: isOver, lease_seconds: seconds } of rows) {
      const before = best.get(id) ?? 0;
      if (ended < before) broken.add(`6. progress fell from ${before} to ${ended}`);
      if (ended > total) broken.add(`6. ${ended} of ${total} have ended`);
      best.set(id, Math.max(before, ended));
      if (isOver && !mayBeOver) broken.add("3. spent and reserved were above the cap");
      if (seconds !== null && seconds > LEASE_SECONDS * leaseScale + 0.01)
        broken.add(`7. a lease reached ${seconds} s ahead`);
    }
  };
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      // A database that was killed can't be looked at; it is back soon.
      await look().catch(() => undefined);
      await wait(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    allowOver: () => {
      mayBeOver = true;
    },
    looks: () => looks,
    stop: async () => {
      stopping.abort();
      await looking;
      await look();
      return { broken: [...broken], looks };
    },
  };
}

/** 3, from the calls alone: what was spent and held back at each moment, put together from their times. */
export async function mostEverHeld(ownerDb: Database, batchId: string): Promise<number> {
  const { rows } = await ownerDb.execute<{ change: number }>(sql`
    select change::float8 from (
      select sent_at as at, 1 as place, reserved_micros as change
      from bright.call_attempts where batch_id = ${batchId}::uuid
      union all
      select finished_at, 0, cost_micros - reserved_micros
      from bright.call_attempts where batch_id = ${batchId}::uuid and finished_at is not null
    ) steps order by at, place`);
  let held = 0;
  let most = 0;
  for (const { change } of rows) {
    held += change;
    most = Math.max(most, held);
  }
  return most;
}
