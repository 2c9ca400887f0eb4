import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "./check-invariants.ts";
import { watchBatches } from "./watch-batches.ts";
import { type Ran, runCase } from "../engine/run-case.ts";
import { openStage, type Stage } from "../engine/stage.ts";
import { waitFor } from "../temporary-folder.ts";
import { type AuditEntry, appendAudit } from "#/core/audit/append-audit.ts";
import { inTransaction } from "#/core/context.ts";

let stage: Stage;
let ran: Ran;
beforeAll(async () => {
  stage = await openStage();
  ran = await runCase(stage, { seed: 1, count: 3 });
});
afterAll(() => stage.close());

const check = (ledger = ran.ledger) =>
  checkInvariants(stage.scene.ownerDb, ledger, { ctx: stage.ctx, batchIds: [ran.batchId] });

/** What is found while one row is wrong; it is put right again. */
async function planted(wrong: string, right: string): Promise<string[]> {
  const { ownerDb } = stage.scene;
  await ownerDb.execute(sql.raw(wrong));
  const found = await check();
  await ownerDb.execute(sql.raw(right));
  expect(await check()).toEqual([]);
  return found;
}

test("a request that isn't on the record, and one that was sent twice, are found", async () => {
  const [first] = ran.ledger;
  if (!first) throw new Error("nothing was asked");
  expect(await check([...ran.ledger, { ...first, attempt: "unknown" }])).toEqual(
    expect.arrayContaining([expect.stringMatching(/^4\. requests/)]),
  );
  expect(await check([...ran.ledger, first])).toEqual([
    expect.stringMatching(/^4\. attempts.*twice/),
  ]);
  expect(await check(ran.ledger.slice(1))).toEqual([expect.stringMatching(/^4\..*never saw/)]);
});

test("of the vendor's batches: another way than on record, one that nobody knows, an answer that isn't there", async () => {
  const [first, ...rest] = ran.ledger;
  if (!first) throw new Error("nothing was asked");
  expect(await check([{ ...first, method: "BATCH", batchId: "b" }, ...rest])).toEqual([
    expect.stringMatching(/^4\. requests that came another way/),
  ]);
  const making = { ...first, path: "/v1/messages/batches", batchId: "unknown" };
  expect(await check([...ran.ledger, making])).toEqual([
    expect.stringMatching(/^4\. batches that the vendor made/),
  ]);
  const paid = { ...first, method: "BATCH", batchId: "b", attempt: "unknown", lastByteAt: null };
  const found = await check([...ran.ledger, paid]);
  expect(found.map((sentence) => sentence.slice(0, 20))).toEqual([
    "4. requests of which",
    "1. answers in the ve",
  ]);
});

test("an answer that isn't stored is found", async () => {
  const { id = "", response } = ran.attempts[0] ?? {};
  const kept = JSON.stringify(response).replaceAll("'", "''");
  const set = (value: string) =>
    `update bright.call_attempts set response = ${value} where id = '${id}'`;
  expect(await planted(set("null"), set(`'${kept}'::jsonb`))).toEqual([
    expect.stringMatching(/^1\. answers/),
  ]);
});

test("a cent too much, an item that says something else, a lease that stayed are found", async () => {
  const { batchId } = ran;
  const budget = (change: string) =>
    `update bright.budgets set settled_micros = settled_micros ${change} where key = '${batchId}'`;
  expect(await planted(budget("+ 10000"), budget("- 10000"))).toEqual([
    expect.stringMatching(/^3\. a budget/),
  ]);
  const item = (set: string) =>
    `update bright.batch_items set ${set} where batch_id = '${batchId}' and position =
      (select min(position) from bright.batch_items where batch_id = '${batchId}')`;
  const found = await planted(item("state = 'failed'"), item("state = 'done'"));
  expect(found.map((sentence) => sentence[0])).toEqual(["2", "5"]);
  const leased = item("lease_token = gen_random_uuid()");
  expect(await planted(leased, item("lease_token = null"))).toEqual([
    expect.stringMatching(/^7\. a lease/),
  ]);
});

/** Statements by a hand that gets past the rule that no event is ever changed. */
async function tamper(...statements: string[]): Promise<void> {
  await stage.scene.ownerDb.transaction(async (tx) => {
    const guard = (how: string) =>
      tx.execute(sql.raw(`alter table bright.audit_events ${how} trigger audit_rows_stay`));
    await guard("disable");
    for (const statement of statements) await tx.execute(sql.raw(statement));
    await guard("enable always");
  });
}

const newest = `(select max(sequence) from bright.audit_events)`;
/** The newest event goes, and the head with it: the chain itself can't tell. */
const removeNewest = [
  `update bright.audit_heads head set sequence = head.sequence - 1, hash = event.previous_hash
    from bright.audit_events event where event.workspace_id = head.workspace_id and event.sequence = head.sequence`,
  `delete from bright.audit_events where sequence = ${newest}`,
];

/** What is found after one event more, in a chain that fits. */
async function appended(entry: AuditEntry): Promise<string[]> {
  await inTransaction(stage.ctx, (tx, ctx) => appendAudit(tx, ctx, entry));
  const found = await check();
  await tamper(...removeNewest);
  expect(await check()).toEqual([]);
  return found;
}

/** The event of a text that the batch wrote. */
async function eventOfText() {
  const { rows } = await stage.scene.ownerDb.execute<{
    sequence: string;
    target_id: string;
    target_version: string;
    hash_after: string;
    details: string;
  }>(sql`select sequence, target_id, target_version, hash_after, details from bright.audit_events
    where action = 'conversation.generated' order by sequence limit 1`);
  const [event] = rows;
  if (!event) throw new Error("no text was recorded");
  return event;
}

test("an event that was changed, and one that is gone, are found", async () => {
  const { sequence } = await eventOfText();
  const own = `where sequence = ${sequence}`;
  const kept = "public.kept_event";
  await tamper(
    `create table ${kept} as select * from bright.audit_events ${own}`,
    `update bright.audit_events set actor_name = 'Eve' ${own}`,
  );
  expect(await check()).toEqual([`5. the audit trail is broken at ${sequence}`]);
  const remove = `delete from bright.audit_events ${own}`;
  await tamper(remove);
  expect(await check()).toEqual([
    expect.stringMatching(/^5\. a version without exactly one event/),
    `5. the audit trail is broken at ${sequence}`,
  ]);
  await tamper(`insert into bright.audit_events select * from ${kept}`);
  expect(await check()).toEqual([]);
});

test("two events for one text, events of nothing, and a change without its event are found", async () => {
  const { target_id: targetId, details, ...event } = await eventOfText();
  const text = { action: "conversation.generated", targetKind: "conversation", targetId } as const;
  const again = { targetVersion: event.target_version, hashAfter: event.hash_after };
  const told: Record<string, unknown> = JSON.parse(details);
  expect(await appended({ ...text, ...again, details: told })).toEqual([
    expect.stringMatching(/^5\. a version without exactly one event.*"events":2/),
  ]);
  const elsewhere = { ...told, callAttemptId: "another" };
  expect(await appended({ ...text, details: elsewhere })).toEqual([
    expect.stringMatching(/^5\. an event of a text that isn't there/),
  ]);
  const { batchId } = ran;
  const ofBatch = { targetKind: "batch", targetId: batchId };
  expect(await appended({ ...text, action: "conversation.failed", details: { batchId } })).toEqual([
    expect.stringMatching(/^5\. a failed item without an event/),
  ]);
  expect(await appended({ ...ofBatch, action: "batch.paused" })).toEqual([
    expect.stringMatching(/^5\. pauses and continuations/),
  ]);
  expect(await appended({ ...ofBatch, action: "batch.finished" })).toEqual([
    expect.stringMatching(/^5\. a beginning or an end.*"finished":"?2/),
  ]);
  // The last event is the batch's end.
  await tamper(
    `create table public.kept_end as select * from bright.audit_events where sequence = ${newest}`,
  );
  await tamper(...removeNewest);
  expect(await check()).toEqual([
    expect.stringMatching(/^5\. a beginning or an end.*"finished":"?0/),
  ]);
  await tamper(
    `insert into bright.audit_events select * from public.kept_end`,
    `update bright.audit_heads head set sequence = event.sequence, hash = event.hash from public.kept_end event
      where event.workspace_id = head.workspace_id`,
  );
  expect(await check()).toEqual([]);
});

const ofItem = (set: string) => `update bright.batch_items set ${set} where position =
  (select min(position) from bright.batch_items)`;
test.each([
  [
    "progress that falls",
    ofItem("state = 'running'"),
    ofItem("state = 'done'"),
    /^6\. progress fell from 3 to 2$/,
  ],
  [
    "more that has ended than there is",
    "update bright.batches set total = 2",
    "update bright.batches set total = 3",
    /^6\. 3 of 2 have ended$/,
  ],
  [
    "more spent than the cap",
    "update bright.batches set cap_micros = 1",
    "update bright.batches set cap_micros = null",
    /^3\. spent and reserved/,
  ],
  [
    "a lease that reaches too far",
    ofItem("lease_until = clock_timestamp() + interval '1 hour'"),
    ofItem("lease_until = null"),
    /^7\. a lease reached/,
  ],
])("while it is watched, %s is found", async (_what, wrong, right, sentence) => {
  const { ownerDb } = stage.scene;
  const watching = watchBatches(ownerDb, [ran.batchId], { leaseScale: 0.1, everyMs: 5 });
  await waitFor("a first look", () => watching.looks() > 0);
  await ownerDb.execute(sql.raw(wrong));
  const seen = watching.looks();
  await waitFor("a look at it", () => watching.looks() > seen + 1);
  await ownerDb.execute(sql.raw(right));
  const { broken } = await watching.stop();
  expect(broken).not.toEqual([]);
  for (const found of broken) expect(found).toMatch(sentence);
  expect(await check()).toEqual([]);
});
