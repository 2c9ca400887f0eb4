import { sql, type SQL } from "drizzle-orm";
import { checkLedger } from "./check-ledger.ts";
import type { LedgerEntry } from "../fake-provider/ledger.ts";
import { verifyAudit } from "#/core/audit/verify-audit.ts";
import type { Context } from "#/core/context.ts";
import type { Database } from "#/platform/db/connect.ts";

export interface Scope {
  /** A member of the workspace, to verify its trail as a person would. */
  ctx: Context;
  batchIds: readonly string[];
  /** Answers that may be missing: one for each call that was under way when a process was killed. */
  lostAtMost?: number;
  /** The vendor's batches that another program had made with the same key. */
  foreign?: readonly string[];
  /** The batches are to have ended; false for one that is paused for good. */
  hasEnded?: boolean;
}

/**
 * The invariants of generation, by SQL over the whole database and against the fake's own ledger.
 * Numbers are those of the facts page on reliability.
 * @param ownerDb signs in as the superuser: row-level security hides nothing.
 * @param ledger of the fake that all calls of the batches went to.
 * @returns what doesn't hold, a sentence each; empty when all hold.
 */
export async function checkInvariants(
  ownerDb: Database,
  ledger: readonly LedgerEntry[],
  scope: Scope,
): Promise<string[]> {
  const { ctx, batchIds, hasEnded = true } = scope;
  const batches = sql`any(${sql.param([...batchIds])}::uuid[])`;
  const broken = await checkLedger(ownerDb, ledger, scope);
  const checks = [
    ...results(batches),
    ...money(),
    ...trail(batches),
    ...(hasEnded ? ended(batches) : []),
  ];
  for (const { name, query } of checks) {
    const { rows } = await ownerDb.execute(query);
    if (rows.length > 0) {
      broken.push(`${name}: ${rows.length}, such as ${JSON.stringify(rows.slice(0, 2))}`);
    }
  }
  const { intact, brokenAt } = await verifyAudit({ ctx });
  if (!intact) broken.push(`5. the audit trail is broken at ${brokenAt}`);
  return broken;
}

/** A query that finds what must not be. */
interface Check {
  name: string;
  query: SQL;
}

/** 2: exactly one accepted result per conversation and generation. */
function results(batches: SQL): Check[] {
  return [
    {
      name: "2. a done item without exactly one version",
      query: sql`
        select item.conversation_id, count(version.id)::int as versions
        from bright.batch_items item
        left join bright.conversation_versions version
          on version.conversation_id = item.conversation_id and version.batch_id = item.batch_id
        where item.batch_id = ${batches} and item.state = 'done'
        group by item.batch_id, item.conversation_id having count(version.id) <> 1`,
    },
    {
      name: "2. a version whose item isn't done",
      query: sql`
        select version.id from bright.conversation_versions version
        join bright.batch_items item
          on item.conversation_id = version.conversation_id and item.batch_id = version.batch_id
        where version.batch_id = ${batches} and item.state <> 'done'`,
    },
    {
      name: "2. a version that isn't from one succeeded call of its own batch",
      query: sql`
        select version.id, call.state from bright.conversation_versions version
        left join bright.call_attempts call on call.id = version.call_attempt_id
        where version.batch_id = ${batches} and (call.id is null or call.state <> 'succeeded'
          or call.batch_id <> version.batch_id or call.conversation_id <> version.conversation_id)`,
    },
    {
      name: "2. a call that became two versions",
      query: sql`
        select call_attempt_id from bright.conversation_versions where call_attempt_id is not null
        group by call_attempt_id having count(*) > 1`,
    },
    {
      name: "2. a conversation that isn't what its item says",
      query: sql`
        select conversation.id, conversation.generation_state, item.state from bright.batch_items item
        join bright.conversations conversation on conversation.id = item.conversation_id
        where item.batch_id = ${batches} and conversation.generation_state <> case item.state
          when 'done' then 'generated' when 'failed' then case when conversation.current_version_id is null then 'failed' else 'generated' end
          when 'queued' then 'queued'
          when 'running' then 'generating' else conversation.generation_state end`,
    },
  ];
}

/** 3: what the budgets say follows from the calls, and no call cost more than was held back for it. */
function money(): Check[] {
  return [
    {
      name: "3. a call that cost more than was held back",
      query: sql`
        select id, cost_micros, reserved_micros from bright.call_attempts
        where cost_micros > reserved_micros`,
    },
    {
      name: "3. a budget that isn't the sum of its calls",
      query: sql`
        with spent as (
          select scope.name as scope, scope.key, sum(coalesce(call.cost_micros, 0))::bigint as settled,
            coalesce(sum(call.reserved_micros) filter (where call.held_until is not null), 0)::bigint as reserved,
            (count(*) filter (where call.held_until is not null))::int as in_flight
          from bright.call_attempts call
          cross join lateral (values ('batch', call.batch_id::text), ('project', call.project_id::text)) scope (name, key)
          where call.prices is not null and scope.key is not null group by scope.name, scope.key
        )
        select budget.scope, budget.settled_micros, spent.settled, budget.reserved_micros, spent.reserved,
          budget.in_flight, spent.in_flight as calls
        from bright.budgets budget join spent on spent.scope = budget.scope and spent.key = budget.key
        where budget.settled_micros <> spent.settled or budget.reserved_micros <> spent.reserved
          or budget.in_flight <> spent.in_flight`,
    },
    {
      name: "3. a place beside others that nobody holds",
      query: sql`
        select bucket.provider, bucket.in_flight from bright.rate_buckets bucket
        where bucket.in_flight <> (select count(*) from bright.call_attempts call
          where call.provider = bucket.provider and call.model = bucket.model
            and call.workspace_id = bucket.workspace_id and call.held_until is not null)`,
    },
  ];
}

/** 5: each change of the domain has exactly one event, and the other way round. */
function trail(batches: SQL): Check[] {
  const ofBatch = sql`event.details::jsonb ->> 'batchId'`;
  const texts = sql`(select id::text from bright.batches where id = ${batches})`;
  return [
    {
      name: "5. a version without exactly one event",
      query: sql`
        select version.id, count(event.sequence)::int as events
        from bright.conversation_versions version
        left join bright.audit_events event on event.workspace_id = version.workspace_id
          and event.action = 'conversation.generated' and event.target_id = version.conversation_id::text
          and event.target_version = version.number::text and event.hash_after = version.content_hash
        where version.batch_id = ${batches}
        group by version.id having count(event.sequence) <> 1`,
    },
    {
      name: "5. an event of a text that isn't there",
      query: sql`
        select event.sequence from bright.audit_events event
        where event.action = 'conversation.generated' and ${ofBatch} in ${texts}
          and not exists (select from bright.conversation_versions version
            where version.conversation_id::text = event.target_id
              and version.call_attempt_id::text = event.details::jsonb ->> 'callAttemptId')`,
    },
    {
      name: "5. a failed item without an event, or with several",
      query: sql`
        select item.conversation_id, count(event.sequence)::int as events from bright.batch_items item
        left join bright.audit_events event on event.action = 'conversation.failed'
          and event.target_id = item.conversation_id::text and ${ofBatch} = item.batch_id::text
        where item.batch_id = ${batches}
        group by item.batch_id, item.conversation_id, item.state
        having (item.state = 'failed' and count(event.sequence) = 0)
          or (item.state <> 'failed' and count(event.sequence) > 0)
          or count(event.sequence) > 1`,
    },
    {
      name: "5. a beginning or an end that isn't told once",
      query: sql`
        select batch.id, batch.state, started.count as started, finished.count as finished
        from bright.batches batch
        cross join lateral (select count(*) from bright.audit_events event
          where event.target_id = batch.id::text and event.action = 'batch.started') started
        cross join lateral (select count(*) from bright.audit_events event
          where event.target_id = batch.id::text and event.action = 'batch.finished') finished
        where batch.id = ${batches} and (started.count <> greatest(1, ceil(batch.total / 500.0))
          or (batch.state = 'finished' and finished.count <> 1) or finished.count > 1)`,
    },
    {
      name: "5. pauses and continuations that don't take turns",
      query: sql`
        select batch.id, batch.state, paused.count as paused, resumed.count as resumed
        from bright.batches batch
        cross join lateral (select count(*) from bright.audit_events event
          where event.target_id = batch.id::text and event.action = 'batch.paused') paused
        cross join lateral (select count(*) from bright.audit_events event
          where event.target_id = batch.id::text and event.action = 'batch.resumed') resumed
        where batch.id = ${batches} and batch.state in ('running', 'paused', 'finished')
          and paused.count - resumed.count <> case batch.state when 'paused' then 1 else 0 end`,
    },
  ];
}

/** 6 and 7: what has ended holds nothing any more. */
function ended(batches: SQL): Check[] {
  return [
    {
      name: "6. a batch that hasn't ended, or whose items don't add up",
      query: sql`
        select batch.id, batch.state, batch.total, count(item.*)::int as items,
          (count(*) filter (where item.state in ('done', 'failed', 'cancelled')))::int as ended
        from bright.batches batch left join bright.batch_items item on item.batch_id = batch.id
        where batch.id = ${batches} group by batch.id
        having batch.state not in ('finished', 'cancelled') or batch.finished_at is null
          or count(*) filter (where item.state in ('done', 'failed', 'cancelled')) <> batch.total`,
    },
    {
      name: "7. a lease in a batch that has ended",
      query: sql`
        select conversation_id from bright.batch_items
        where batch_id = ${batches} and (lease_token is not null or lease_until is not null)`,
    },
    {
      name: "7. a batch at the vendor that is left, or held, in a batch that has ended",
      query: sql`
        select id, state from bright.vendor_batches where batch_id = ${batches}
          and (state in ('creating', 'under_way') or lease_token is not null or ended_at is null)`,
    },
    {
      name: "7. a call that nobody settled",
      query: sql`
        select id, state from bright.call_attempts
        where batch_id = ${batches} and (held_until is not null or state = 'sent')`,
    },
  ];
}
