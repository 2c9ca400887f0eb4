import { sql } from "drizzle-orm";
import type { Scope } from "./check-invariants.ts";
import type { LedgerEntry } from "../fake-provider/ledger.ts";
import type { Database } from "#/platform/db/connect.ts";

type Attempt = {
  id: string;
  state: string;
  has_response: boolean;
  was_answered: boolean;
  cost_micros: number | null;
  is_batched: boolean;
  /** The vendor's name for the batch that it went out in. */
  batch_name: string | null;
};

/** Where conversations are asked for. */
const paths = new Set(["/v1/messages", "/v1/chat/completions"]);

/** 1 and 4: each answer that was delivered is stored, and each request is one attempt's. */
export async function checkLedger(
  ownerDb: Database,
  ledger: readonly LedgerEntry[],
  { batchIds, lostAtMost = 0, foreign = [] }: Scope,
): Promise<string[]> {
  const { rows } = await ownerDb.execute<Attempt>(sql`
    select call.id, call.state, response is not null as has_response, cost_micros::float8,
      coalesce(first_byte_at is not null or call.state in ('succeeded', 'invalid', 'superseded'), false) as was_answered,
      vendor_batch_id is not null as is_batched, vendor.provider_batch_id as batch_name
    from bright.call_attempts call left join bright.vendor_batches vendor on vendor.id = vendor_batch_id
    where call.batch_id = any(${sql.param([...batchIds])}::uuid[])`);
  const attempts = new Map(rows.map((row) => [row.id, row]));
  const calls = ledger.filter(
    ({ path, batchId }) => paths.has(path) && !foreign.includes(batchId ?? ""),
  );
  const broken: string[] = [];
  const say = (what: string, found: readonly unknown[]) => {
    if (found.length > 0)
      broken.push(`${what}: ${found.length}, such as ${JSON.stringify(found.slice(0, 2))}`);
  };
  const lost = calls.filter(
    ({ attempt, status, lastByteAt }) =>
      status === 200 && lastByteAt !== null && !attempts.get(attempt ?? "")?.has_response,
  );
  if (lost.length > lostAtMost) say(`1. answers that were delivered and aren't stored`, lost);
  say(
    "4. requests of which nothing is on the record",
    calls.filter(({ attempt }) => attempt === null || !attempts.has(attempt)),
  );
  const byAttempt = Map.groupBy(calls, ({ attempt }) => attempt);
  say(
    "4. attempts that were sent twice",
    [...byAttempt].filter(([, entries]) => entries.length > 1).map(([attempt]) => attempt),
  );
  say(
    "4. attempts with an answer that the provider never saw",
    rows.filter(({ id, was_answered }) => was_answered && !byAttempt.has(id)),
  );
  checkBatched(say, { calls, ledger, attempts, foreign });
  say(
    "the fake itself broke",
    ledger.filter(({ kind }) => kind.startsWith("broken")).map(({ kind }) => kind),
  );
  return broken;
}

/**
 * The same of requests that went out in batches of the vendor's. Results can be read again for weeks: not
 * one that was billed may be missing, whatever was killed, once all has ended.
 */
function checkBatched(
  say: (what: string, found: readonly unknown[]) => void,
  {
    calls,
    ledger,
    attempts,
    foreign,
  }: {
    calls: readonly LedgerEntry[];
    ledger: readonly LedgerEntry[];
    attempts: ReadonlyMap<string, Attempt>;
    foreign: readonly string[];
  },
): void {
  const came = calls.map((entry) => ({ entry, own: attempts.get(entry.attempt ?? "") }));
  const batched = came.filter(({ entry }) => entry.method === "BATCH");
  say(
    "4. requests that came another way, or in another batch, than is on the record",
    came.filter(
      ({ entry, own }) =>
        own &&
        (own.is_batched !== (entry.method === "BATCH") ||
          (own.is_batched && own.batch_name !== entry.batchId)),
    ),
  );
  const billed = batched.filter(({ entry }) => entry.costMicros > 0);
  say(
    "1. answers in the vendor's batches that were billed and aren't stored",
    billed.filter(({ own }) => !own?.has_response),
  );
  say(
    "3. calls in the vendor's batches that cost something else than was billed",
    batched.filter(
      ({ entry, own }) => own && Math.abs((own.cost_micros ?? 0) - entry.costMicros) > 1,
    ),
  );
  const names = new Set([...attempts.values()].map(({ batch_name: name }) => name));
  say(
    "4. batches that the vendor made and nobody knows",
    ledger.filter(
      ({ method, path, batchId }) =>
        method === "POST" &&
        path === "/v1/messages/batches" &&
        batchId !== null &&
        !foreign.includes(batchId) &&
        !names.has(batchId),
    ),
  );
}

/** How many delivered answers aren't stored: what a kill cost. */
export async function countLost(
  ownerDb: Database,
  ledger: readonly LedgerEntry[],
): Promise<number> {
  const { rows } = await ownerDb.execute<{ id: string }>(
    sql`select id from bright.call_attempts where response is not null`,
  );
  const stored = new Set(rows.map(({ id }) => id));
  return ledger.filter(
    ({ path, status, lastByteAt, attempt }) =>
      paths.has(path) && status === 200 && lastByteAt !== null && !stored.has(attempt ?? ""),
  ).length;
}
