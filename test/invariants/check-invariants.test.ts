import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "./check-invariants.ts";
import { type Ran, runCase } from "../engine/run-case.ts";
import { openStage, type Stage } from "../engine/stage.ts";

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
