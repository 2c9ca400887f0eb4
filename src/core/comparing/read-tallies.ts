import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#/platform/db/connect.ts";

/** What was counted of one side, before shares and intervals. */
export interface Tally {
  key: string;
  written: number;
  answered: number;
  validFirst: number;
  scores: { count: number; mean: number; variance: number };
  decided: number;
  approved: number;
  costMicros: number;
  seconds: number;
}

/** What the rows of the record are sorted by. */
export interface TallyBy {
  /** Where calls (alias `call`) and texts (alias `text`) are looked for: joins and conditions. */
  calls: { join?: SQL; where: SQL; key: SQL };
  texts: { join?: SQL; where: SQL; key: SQL };
}

/** Answers, whatever became of them; a writer that refuses has answered too. */
const isAnswer = sql`(call.state in ('succeeded', 'invalid', 'superseded')
  or call.failure ->> 'code' = 'refused')`;

/**
 * Counts calls and texts by a key. The first answer to a conversation of a batch says whether it was valid at
 * once; calls that brought none (an overload, a broken line) say nothing of it. A text's decision is the one
 * that stands: the newest that wasn't undone (see `standingDecision`).
 */
export async function readTallies(tx: Transaction, { calls, texts }: TallyBy): Promise<Tally[]> {
  const called = await tx.execute<CallRow>(sql`
    with call as materialized (
      select ${calls.key} as key, call.cost_micros, call.state,
        extract(epoch from call.finished_at - call.sent_at) as seconds, ${isAnswer} as is_answer,
        row_number() over (
          partition by ${calls.key}, call.batch_id, call.conversation_id
          order by ${isAnswer} desc, call.sent_at, call.attempt, call.id
        ) as turn
      from bright.call_attempts call ${calls.join ?? sql``}
      where call.purpose = 'write' and call.batch_id is not null and ${calls.where}
    )
    select key,
      (count(*) filter (where turn = 1 and is_answer))::int as answered,
      (count(*) filter (where turn = 1 and state in ('succeeded', 'superseded')))::int as valid_first,
      coalesce(sum(cost_micros), 0)::float8 as cost_micros,
      coalesce(sum(seconds), 0)::float8 as seconds
    from call group by key`);
  const stored = await tx.execute<TextRow>(sql`
    with text as materialized (
      select ${texts.key} as key, text.id, text.score
      from bright.conversation_versions text ${texts.join ?? sql``}
      where text.origin = 'generated' and ${texts.where}
    ), step as (
      select decision.version_id, decision.decision, decision.created_at, decision.id,
        sum(case when decision.decision = 'undo' then -1 else 1 end) over earlier as depth,
        sum(case when decision.decision = 'undo' then -1 else 1 end) over (partition by decision.version_id) as depth_now
      from bright.decisions decision join text on text.id = decision.version_id
      window earlier as (partition by decision.version_id order by decision.created_at, decision.id)
    ), standing as (
      select distinct on (version_id) version_id, decision from step
      where decision <> 'undo' and depth = depth_now
      order by version_id, created_at desc, id desc
    )
    select key, count(*)::int as written, count(score)::int as scored,
      coalesce(avg(score), 0)::float8 as mean, coalesce(var_samp(score), 0)::float8 as variance,
      (count(*) filter (where standing.decision in ('approve', 'reject')))::int as decided,
      (count(*) filter (where standing.decision = 'approve'))::int as approved
    from text left join standing on standing.version_id = text.id
    group by key`);
  return together(called.rows, stored.rows);
}

interface CallRow extends Record<string, unknown> {
  key: string;
  answered: number;
  valid_first: number;
  cost_micros: number;
  seconds: number;
}
interface TextRow extends Record<string, unknown> {
  key: string;
  written: number;
  scored: number;
  mean: number;
  variance: number;
  decided: number;
  approved: number;
}

function together(calls: readonly CallRow[], texts: readonly TextRow[]): Tally[] {
  const byKey = new Map<string, Tally>();
  const of = (key: string): Tally => {
    const tally = byKey.get(key) ?? emptyTally(key);
    byKey.set(key, tally);
    return tally;
  };
  for (const row of calls) {
    Object.assign(of(row.key), {
      answered: row.answered,
      validFirst: row.valid_first,
      costMicros: row.cost_micros,
      seconds: row.seconds,
    });
  }
  for (const { key, scored, mean, variance, ...counts } of texts) {
    Object.assign(of(key), { ...counts, scores: { count: scored, mean, variance } });
  }
  return [...byKey.values()];
}

/** A side of which nothing is on record yet. */
export function emptyTally(key: string): Tally {
  return {
    key,
    written: 0,
    answered: 0,
    validFirst: 0,
    scores: { count: 0, mean: 0, variance: 0 },
    decided: 0,
    approved: 0,
    costMicros: 0,
    seconds: 0,
  };
}
