import { sql } from "drizzle-orm";
import type { Scope } from "./check-invariants.ts";
import type { LedgerEntry } from "../fake-provider/ledger.ts";
import type { Database } from "#/platform/db/connect.ts";

type Attempt = {
  id: string;
  state: string;
  has_response: boolean;
  was_answered: boolean;
};

/** Where conversations are asked for. */
const paths = new Set(["/v1/messages", "/v1/chat/completions"]);

/** 1 and 4: each answer that was delivered is stored, and each request is one attempt's. */
export async function checkLedger(
  ownerDb: Database,
  ledger: readonly LedgerEntry[],
  { batchIds, lostAtMost = 0 }: Scope,
): Promise<string[]> {
  const { rows } = await ownerDb.execute<Attempt>(sql`
    select id, state, response is not null as has_response,
      coalesce(first_byte_at is not null or state in ('succeeded', 'invalid', 'superseded'), false) as was_answered
    from bright.call_attempts where batch_id = any(${sql.param([...batchIds])}::uuid[])`);
  const attempts = new Map(rows.map((row) => [row.id, row]));
  const calls = ledger.filter(({ path }) => paths.has(path));
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
  say(
    "the fake itself broke",
    ledger.filter(({ kind }) => kind.startsWith("broken")).map(({ kind }) => kind),
  );
  return broken;
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
