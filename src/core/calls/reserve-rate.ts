import { sql } from "drizzle-orm";
import { callRules } from "./call-rules.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { rateBuckets } from "#/platform/db/tables/admission.ts";

/** One model of one connection: what limits are counted for. */
export interface BucketName {
  workspaceId: string;
  provider: string;
  model: string;
}

/** What a call wants to hold while it runs. */
export interface RateNeed {
  inputTokens: number;
  outputTokens: number;
  /** A person waits for this one call. */
  isUrgent: boolean;
  /** Calls side by side over all workers and all models of the connection. */
  concurrency: number;
  /** Seconds of the provider in one of ours: 1, but for tests that run in quick motion. */
  pace: number;
}

/** Why a call has to wait. */
export type WaitReason =
  | "blocked"
  | "breaker"
  | "urgent"
  | "concurrency"
  | "trusted"
  | "requests"
  | "input"
  | "output";

export type RateReserved =
  | { isReserved: true; isLearning: boolean }
  | {
      isReserved: false;
      why: WaitReason;
      /** Seconds until it would fit; null: when another call ends. */
      waitSeconds: number | null;
      /** What the provider or its failures said; null for waits that are nobody's fault. */
      reason: string | null;
      /** Seconds for which the server has been failing. */
      failingSeconds: number;
    };

type Row = {
  why: WaitReason | null;
  wait_seconds: number | null;
  reason: string | null;
  failing_seconds: number;
  is_learning: boolean;
};

/**
 * Takes one call's part of the provider's limits: one UPDATE refills the levels by the time that has passed
 * and reserves, or tells when it would fit. The row is locked until the commit, so the caller's transaction
 * is short. A call larger than a limit goes when its level is full. Times are the database's.
 */
export async function reserveRate(
  tx: Transaction,
  name: BucketName,
  need: RateNeed,
): Promise<RateReserved> {
  for (;;) {
    const { rows } = await tx.execute<Row>(reserveSql(name, need));
    const [row] = rows;
    if (!row) {
      await tx
        .insert(rateBuckets)
        // Until the first answer's headers have come nothing is known, so one call goes ahead alone.
        .values({ ...name, refilledAt: sql`clock_timestamp()`, trusted: 1 })
        .onConflictDoNothing();
      continue;
    }
    if (row.why === null) return { isReserved: true, isLearning: row.is_learning };
    return {
      isReserved: false,
      why: row.why,
      waitSeconds: row.wait_seconds,
      reason: row.reason,
      failingSeconds: row.failing_seconds,
    };
  }
}

/**
 * `peeked` reads without a lock: while every place is taken nobody queues for the row. What follows reads
 * the locked row, whose values are the newest whatever the statement's snapshot says.
 */
function reserveSql({ workspaceId, provider, model }: BucketName, need: RateNeed) {
  const { inputTokens, outputTokens, isUrgent, concurrency, pace } = need;
  const most = concurrency + (isUrgent ? callRules.urgentExtra : 0);
  const own = sql`workspace_id = ${workspaceId}::uuid and provider = ${provider}::text`;
  const seconds = (column: string) => sql`extract(epoch from ${sql.raw(column)} - moment)::float8`;
  const refilled = (kind: string) =>
    sql.raw(`least(${kind}_limit, ${kind}_level + ${kind}_limit / 60 * elapsed)`);
  const missing = (kind: string, wanted: number) =>
    sql`greatest(0, least(${wanted}::float8, ${sql.raw(`${kind}_limit`)}) - ${sql.raw(`${kind}_now`)})
      / ${sql.raw(`${kind}_limit`)} * 60 / ${pace}::float8`;
  return sql`
    with peeked as materialized (
      select sum(in_flight) < ${most}::int as has_place from bright.rate_buckets where ${own}
    ), locked as materialized (
      select * from bright.rate_buckets
      where ${own} and (select has_place from peeked) order by model for update
    ), looked as materialized (
      select locked.*, clock_timestamp() as moment, (select sum(in_flight) from locked) as beside
      from locked where model = ${model}::text
    ), timed as materialized (
      select looked.*,
        greatest(0, extract(epoch from moment - refilled_at)::float8) * ${pace}::float8 as elapsed
      from looked
    ), filled as materialized (
      select timed.*, ${refilled("requests")} as requests_now, ${refilled("input")} as input_now,
        ${refilled("output")} as output_now
      from timed
    ), waits as materialized (
      select filled.*,
        coalesce(${missing("requests", 1)}, 0) as requests_wait,
        coalesce(${missing("input", inputTokens)}, 0) as input_wait,
        coalesce(${missing("output", outputTokens)}, 0) as output_wait
      from filled
    ), decided as materialized (
      select waits.*, case
        when blocked_until > moment then 'blocked'
        when breaker <> 'closed' and breaker_until > moment then 'breaker'
        when not ${isUrgent}::boolean and urgent_until > moment then 'urgent'
        when beside >= ${most}::int then 'concurrency'
        when breaker = 'closed' and trusted is not null and in_flight >= greatest(1, floor(trusted)) then 'trusted'
        when greatest(requests_wait, input_wait, output_wait) <= 0 then null
        when requests_wait >= greatest(input_wait, output_wait) then 'requests'
        when input_wait >= output_wait then 'input'
        else 'output' end as why
      from waits
    ), taken as (
      update bright.rate_buckets bucket set
        requests_level = case when why is null then requests_now - 1 else bucket.requests_level end,
        input_level = case when why is null then input_now - ${inputTokens}::float8 else bucket.input_level end,
        output_level = case when why is null then output_now - ${outputTokens}::float8 else bucket.output_level end,
        refilled_at = case when why is null then moment else bucket.refilled_at end,
        in_flight = bucket.in_flight + case when why is null then 1 else 0 end,
        breaker = case when why is null and bucket.breaker <> 'closed' then 'half_open' else bucket.breaker end,
        breaker_until = case when why is null and bucket.breaker <> 'closed'
          then moment + make_interval(secs => ${callRules.probeSeconds / pace}::float8)
          else bucket.breaker_until end,
        urgent_until = case when not ${isUrgent}::boolean then bucket.urgent_until
          when why is null then null else moment + interval '1.5 s' end
      from decided
      where bucket.workspace_id = decided.workspace_id and bucket.provider = decided.provider
        and bucket.model = decided.model and (why is null or ${isUrgent}::boolean)
      returning 1
    )
    select why, case why
        when 'blocked' then ${seconds("blocked_until")}
        when 'breaker' then ${seconds("breaker_until")}
        when 'urgent' then ${seconds("urgent_until")}
        when 'requests' then requests_wait when 'input' then input_wait when 'output' then output_wait
        end as wait_seconds,
      case why when 'blocked' then blocked_reason when 'breaker' then breaker_reason end as reason,
      coalesce(extract(epoch from moment - failing_since)::float8, 0) as failing_seconds,
      has_headers is null as is_learning
    from decided
    union all
    select 'concurrency', null, null, 0, false from peeked where not has_place`;
}
