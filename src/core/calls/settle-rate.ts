import { type SQL, sql } from "drizzle-orm";
import { callRules } from "./call-rules.ts";
import type { BucketName } from "./reserve-rate.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import type { RateLevel, RateLimits } from "#/platform/llm/port.ts";

/**
 * What a call told about the server: it works; it failed in a way that others would meet too; it refused
 * for its rates; or nothing (it was stopped by us, or refused for what stood in it).
 */
export type ServerNews = "well" | "failing" | "limited" | "unsaid";

export interface RateNews {
  server: ServerNews;
  /** For a person: why it is left alone. */
  reason: string | null;
  /** Seconds that nothing may be sent; null: not said. */
  blockSeconds: number | null;
  limits: RateLimits | null;
  /** Seconds since the headers with these limits came. */
  limitsAge: number;
  /** The call is over: its place and what it held are given back. False for headers of one under way. */
  isOver: boolean;
  /** Good news lets more calls run side by side; an answer that lay on the disk is no news. */
  isGrowing: boolean;
  /** Back to the levels: held less used. With a call that never reached the provider all of it. */
  giveBack: { requests: number; inputTokens: number; outputTokens: number };
  /** Output of this call that a level learnt for the first time doesn't know of yet. */
  outputToCome: number;
  /** The same as when it was reserved. */
  concurrency: number;
  pace: number;
  /** 0 to 1, for the breaker's pause. */
  random: number;
}

/**
 * Brings a bucket up to date with what a call told: levels from real usage, limits from headers (clamped to
 * what the provider says is left, grown by the time since), the place given back, block and breaker moved.
 * Headers of a call under way teach limits alone: a server may send them and break off in the middle of every
 * answer, so whether it works is told by the end. One UPDATE, whose row stays locked until the commit.
 */
export async function settleRate(
  tx: Transaction,
  { workspaceId, provider, model }: BucketName,
  news: RateNews,
): Promise<void> {
  const { limits, giveBack } = news;
  const set = sql.join(
    [
      ...levelSql("requests", limits?.requests, news, giveBack.requests, 0),
      ...levelSql("input", limits?.inputTokens, news, giveBack.inputTokens, 0),
      ...levelSql("output", limits?.outputTokens, news, giveBack.outputTokens, news.outputToCome),
      sql`refilled_at = greatest(bucket.refilled_at, moment)`,
      sql`in_flight = greatest(0, bucket.in_flight - ${news.isOver ? 1 : 0}::int)`,
      sql`has_headers = case when ${limits !== null}::boolean then true
        when ${news.server === "well" && news.isOver}::boolean then coalesce(bucket.has_headers, false)
        else bucket.has_headers end`,
      ...(news.isOver ? ends[news.server] : headersSql)(news),
    ],
    sql`, `,
  );
  await tx.execute(sql`
    update bright.rate_buckets bucket set ${set}
    from (select clock_timestamp() as moment) clock
    where bucket.workspace_id = ${workspaceId}::uuid and bucket.provider = ${provider}::text
      and bucket.model = ${model}::text`);
}

function levelSql(
  kind: "requests" | "input" | "output",
  told: RateLevel | undefined,
  { limitsAge, pace }: RateNews,
  giveBack: number,
  toCome: number,
): SQL[] {
  const limit = sql.raw(`bucket.${kind}_limit`);
  const level = sql.raw(`bucket.${kind}_level`);
  const toldLimit = told?.limit && told.limit > 0 ? told.limit : null;
  const newLimit = sql`coalesce(${toldLimit}::float8, ${limit})`;
  const left = sql`${told?.remaining ?? null}::float8`;
  const elapsed = sql`greatest(0, extract(epoch from moment - bucket.refilled_at)::float8) * ${pace}::float8`;
  // An absurd usage shuts nobody out for days; what a call held that is larger than the limit stays held.
  const floor = sql`least(-${newLimit}, ${level})`;
  return [
    sql`${sql.raw(`${kind}_limit`)} = ${newLimit}`,
    sql`${sql.raw(`${kind}_level`)} = greatest(${floor}, least(
      case when ${level} is null then least(${newLimit}, coalesce(${left}, ${newLimit})) - ${toCome}::float8
        else least(${newLimit}, ${level} + ${limit} / 60 * ${elapsed} + ${giveBack}::float8) end,
      ${left} + ${newLimit} / 60 * ${limitsAge * pace}::float8))`,
  ];
}

/** The very first headers end the time in which one call goes ahead alone. */
function headersSql({ limits, concurrency }: RateNews): SQL[] {
  const untold = sql`greatest(bucket.trusted, ${callRules.trustedUntold}::float8)`;
  return [
    sql`trusted = case
      when bucket.has_headers is not null or bucket.breaker <> 'closed' then bucket.trusted
      when ${limits !== null}::boolean or ${untold} >= ${concurrency}::int then null
      else ${untold} end`,
  ];
}

/** It works: failures in a row are over, and calls side by side grow back to what the settings allow. */
function wellSql({ isGrowing, limits, concurrency }: RateNews): SQL[] {
  const told = sql`(${limits !== null}::boolean or bucket.has_headers is true)`;
  // Doubled with each round of answers until the first refusal, then one more each round.
  const grown = sql`case
    when bucket.has_headers is null and ${told} then null
    when ${!isGrowing}::boolean then bucket.trusted
    when bucket.has_headers is null then greatest(bucket.trusted, ${callRules.trustedUntold}::float8)
    when ${told} then bucket.trusted * 2
    when bucket.cut_at is null then bucket.trusted + 1
    else bucket.trusted + 1 / bucket.trusted end`;
  const isBack = sql`bucket.breaker = 'half_open'`;
  return [
    sql`failures = case when bucket.breaker = 'open' then bucket.failures else 0 end`,
    sql`trusted = case when ${isBack} then ${callRules.trustedAfterBreak}::float8
      when ${grown} >= ${concurrency}::int then null else ${grown} end`,
    sql`trips = case when bucket.breaker = 'closed' and bucket.trusted is null then 0 else bucket.trips end`,
    ...closedSql(isBack),
  ];
}

function closedSql(isBack: SQL): SQL[] {
  return [
    sql`breaker = case when ${isBack} then 'closed' else bucket.breaker end`,
    sql`breaker_until = case when ${isBack} then null else bucket.breaker_until end`,
    sql`breaker_reason = case when ${isBack} then null else bucket.breaker_reason end`,
    sql`failing_since = case when ${isBack} then null else bucket.failing_since end`,
  ];
}

/** So many failures in a row, or that of the one call that tried: it is left alone, each time for longer. */
function failingSql({ reason, pace, random }: RateNews): SQL[] {
  const { breakerFailures, breakerFirstSeconds, breakerMostSeconds } = callRules;
  const opens = sql`(bucket.breaker = 'half_open'
    or (bucket.breaker = 'closed' and bucket.failures + 1 >= ${breakerFailures}::int))`;
  const seconds = sql`least(${breakerMostSeconds}::float8,
    ${breakerFirstSeconds}::float8 * power(2, least(20, bucket.trips))) * ${(0.8 + 0.2 * random) / pace}::float8`;
  return [
    sql`failures = bucket.failures + 1`,
    sql`breaker = case when ${opens} then 'open' else bucket.breaker end`,
    sql`breaker_until = case when ${opens} then moment + make_interval(secs => ${seconds}) else bucket.breaker_until end`,
    sql`breaker_reason = case when ${opens} then ${reason}::text else bucket.breaker_reason end`,
    sql`trips = bucket.trips + case when ${opens} then 1 else 0 end`,
    sql`failing_since = case when ${opens} then coalesce(bucket.failing_since, moment) else bucket.failing_since end`,
  ];
}

/** Refused for its rates: nothing goes before the time it named; without limits fewer side by side too. */
function limitedSql({ blockSeconds, reason, pace }: RateNews): SQL[] {
  const { unsaidBlockSeconds, mostBlockSeconds, cutTo } = callRules;
  const seconds =
    Math.min(mostBlockSeconds, Math.max(0, blockSeconds ?? unsaidBlockSeconds)) / pace;
  const until = sql`moment + make_interval(secs => ${seconds}::float8)`;
  const isLater = sql`(bucket.blocked_until is null or bucket.blocked_until < ${until})`;
  // All calls of one round are refused together: they cut once.
  const cuts = sql`(bucket.has_headers is not true
    and (bucket.cut_at is null or bucket.cut_at < moment - make_interval(secs => ${2 / pace}::float8)))`;
  return [
    sql`blocked_until = case when ${isLater} then ${until} else bucket.blocked_until end`,
    sql`blocked_reason = case when ${isLater} then ${reason}::text else bucket.blocked_reason end`,
    sql`trusted = case when ${cuts}
      then greatest(1, coalesce(bucket.trusted, bucket.in_flight) * ${cutTo}::float8) else bucket.trusted end`,
    sql`cut_at = case when ${cuts} then moment else bucket.cut_at end`,
    ...closedSql(sql`bucket.breaker = 'half_open'`),
  ];
}

/** The call that was to try the server told nothing of it: the next one tries. */
function unsaidSql(): SQL[] {
  const tries = sql`bucket.breaker = 'half_open'`;
  return [
    sql`breaker = case when ${tries} then 'open' else bucket.breaker end`,
    sql`breaker_until = case when ${tries} then moment else bucket.breaker_until end`,
  ];
}

const ends: Record<ServerNews, (news: RateNews) => SQL[]> = {
  well: wellSql,
  failing: failingSql,
  limited: limitedSql,
  unsaid: unsaidSql,
};
