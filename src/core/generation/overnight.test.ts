import { expect, test } from "vitest";
import { cancelBatch } from "./cancel-batch.ts";
import { changeBatch } from "./change-batch.ts";
import { listBatchItems } from "./list-items.ts";
import { pauseBatch } from "./pause-batch.ts";
import { resumeBatch } from "./resume-batch.ts";
import { startBatch } from "./start-batch.ts";
import { readBudgets } from "../calls/read-budgets.ts";
import { inTransaction } from "../context.ts";
import { practice, statesOf } from "../../../test/generation.ts";
import {
  attemptsOf,
  expectSettled,
  hasEnded,
  letTimeFly,
  openOvernight,
  standing,
} from "../../../test/overnight.ts";

test("one goes ahead alone, the rest in several of the vendor's batches at half price, whatever the order", async () => {
  const scene = await openOvernight(standing);
  const { batchId } = await scene.start(12);
  const half = await scene.runUntil(batchId, ({ withVendor }) => withVendor > 0);
  expect(half.done).toBeGreaterThanOrEqual(1);
  expect(half.running).toEqual([]);
  const ends = (await scene.vendorBatches()).map(({ expiresAt }) => expiresAt?.getTime() ?? 0);
  expect(half.readyBy?.getTime()).toBe(Math.max(...ends));
  expect(half.reservedMicros).toBeGreaterThan(0);
  const lying = await listBatchItems({
    ctx: scene.stage.ctx,
    input: { batchId, state: "running", page: 1, pageSize: 50 },
  });
  expect(lying.total).toBe(half.withVendor);
  for (const { withVendor } of lying.items) {
    expect(withVendor?.since).toBeInstanceOf(Date);
    expect(ends).toContain(withVendor?.readyBy?.getTime());
  }

  letTimeFly(scene);
  const end = await scene.runUntil(batchId, hasEnded, 3);
  expect(end).toMatchObject({
    state: "finished",
    done: 12,
    failed: 0,
    withVendor: 0,
    readyBy: null,
  });
  expect(end.savedMicros).toBeGreaterThan(0);
  const attempts = await attemptsOf(scene, batchId);
  const live = attempts.filter(({ vendorBatchId }) => vendorBatchId === null);
  const batched = attempts.filter(({ vendorBatchId }) => vendorBatchId !== null);
  expect([live.length, batched.length]).toEqual([1, 11]);
  expect((await scene.vendorBatches()).map(({ state, requests }) => [state, requests])).toEqual(
    expect.arrayContaining([
      ["ended", 5],
      ["ended", 1],
    ]),
  );
  // The fake's own ledger: each request once, and what we say it cost is what it billed.
  const ledger = (await scene.fake.ledger()).filter(({ kind }) => kind === "succeeded");
  expect(ledger.map(({ customId }) => customId).sort()).toEqual(batched.map(({ id }) => id).sort());
  for (const { customId, costMicros } of ledger) {
    const attempt = batched.find(({ id }) => id === customId);
    expect(Math.abs((attempt?.costMicros ?? 0) - costMicros)).toBeLessThanOrEqual(1);
  }
  await expectSettled(scene, batchId);
});

test("what the vendor didn't get to or failed at isn't paid and goes into a further batch", async () => {
  const scene = await openOvernight({ ...standing, batches: { errored: 0.3, expired: 0.3 } });
  const { batchId } = await scene.start(11);
  await scene.runUntil(batchId, ({ withVendor }) => withVendor === 10);
  letTimeFly(scene);
  await expect.poll(() => scene.fake.state().now, { timeout: 10_000 }).toBeGreaterThan(310);
  // What has ended by now keeps its end.
  await scene.fake.ledger();
  scene.fake.change({ batches: { seconds: 300, notFoundSeconds: 60 } });
  const end = await scene.runUntil(batchId, hasEnded);
  expect(end).toMatchObject({ state: "finished", done: 11, failed: 0 });
  const attempts = await attemptsOf(scene, batchId);
  const failed = attempts.filter(({ state }) => state === "failed");
  expect(failed.length).toBeGreaterThan(0);
  expect(new Set(failed.map(({ costMicros }) => costMicros))).toEqual(new Set([0]));
  await expectSettled(scene, batchId);
});

test("what the vendor never gets to fails with a sentence after so many further batches", async () => {
  const scene = await openOvernight({ batches: { expired: 1 } });
  const { batchId } = await scene.start(3);
  const end = await scene.runUntil(batchId, hasEnded);
  expect(end).toMatchObject({ state: "finished", done: 1, failed: 2 });
  const attempts = await attemptsOf(scene, batchId);
  expect(attempts.length).toBe(1 + 2 * 4);
  await expectSettled(scene, batchId);
});

test("an answer that can't be used is repaired in the next of the vendor's batches", async () => {
  const scene = await openOvernight(standing);
  const { batchId } = await scene.start(4);
  await scene.runUntil(batchId, ({ withVendor }) => withVendor === 3);
  scene.fake.change({ faults: [{ fault: { kind: "invalid-json" }, times: 2 }] });
  letTimeFly(scene);
  const end = await scene.runUntil(batchId, hasEnded);
  expect(end).toMatchObject({ state: "finished", done: 4, failed: 0 });
  const attempts = await attemptsOf(scene, batchId);
  const repairs = attempts.filter(({ parameters }) => "repairs" in (parameters as object));
  expect(attempts.filter(({ state }) => state === "invalid")).toHaveLength(2);
  expect(repairs.map(({ vendorBatchId }) => vendorBatchId !== null)).toEqual([true, true]);
  await expectSettled(scene, batchId);
});

test("a key that is refused pauses before anything goes into a batch", async () => {
  const scene = await openOvernight({ keys: { "fake-key-good": "no-credit" } });
  const { batchId } = await scene.start(6);
  const paused = await scene.runUntil(batchId, ({ state }) => state === "paused");
  expect(paused.pause).toMatchObject({ kind: "needs_person", by: "no_credit" });
  expect(await scene.vendorBatches()).toEqual([]);
  expect(await attemptsOf(scene, batchId)).toHaveLength(1);
});

test("paused, nothing more is handed over, and what the vendor has is stored; continued, the rest follows", async () => {
  const scene = await openOvernight(standing);
  const { ctx } = scene.stage;
  const { batchId } = await scene.start(7, { capMicros: 10_000_000 });
  await scene.runUntil(batchId, ({ withVendor }) => withVendor > 0);
  const paused = await pauseBatch({ ctx, input: { batchId } });
  expect(paused.pause?.message).toContain("what it has goes on there");
  const made = (await scene.vendorBatches()).length;
  letTimeFly(scene);
  const stored = await scene.runUntil(batchId, ({ withVendor }) => withVendor === 0);
  expect(stored.state).not.toBe("running");
  expect((await scene.vendorBatches()).length).toBe(made);
  if (stored.state === "paused") await resumeBatch({ ctx, input: { batchId } });
  expect(await scene.runUntil(batchId, hasEnded)).toMatchObject({ state: "finished", done: 7 });
  await expectSettled(scene, batchId);
});

test("stopped, the vendor's batches are cancelled; what is done is stored and the rest is what it was", async () => {
  const scene = await openOvernight({ batches: { seconds: 400_000 } });
  const { ctx } = scene.stage;
  const { batchId, ids } = await scene.start(8);
  await scene.runUntil(batchId, ({ withVendor }) => withVendor > 0);
  await cancelBatch({ ctx, input: { batchId } });
  const end = await scene.runUntil(batchId, hasEnded);
  expect(end.state).toBe("cancelled");
  expect(end.done + end.cancelled).toBe(8);
  expect(end.done).toBeGreaterThanOrEqual(1);
  expect(end.cancelled).toBeGreaterThan(0);
  const states = (await statesOf(ctx)).filter(({ id }) => ids.includes(id));
  expect(states.filter(({ state }) => state === "not_generated")).toHaveLength(end.cancelled);
  expect(states.filter(({ state }) => state === "generated")).toHaveLength(end.done);
  await expectSettled(scene, batchId);
});

test("no more is handed over than the caps have room for; the rest follows when it is settled", async () => {
  const scene = await openOvernight();
  const { ctx, projectId } = scene.stage;
  const probe = await scene.start(2);
  await scene.runUntil(probe.batchId, hasEnded);
  const [live] = (await attemptsOf(scene, probe.batchId)).filter(
    (one) => one.vendorBatchId === null,
  );
  // Room for about three that are under way, and enough for all that are really written.
  const capMicros = Math.ceil((live?.reservedMicros ?? 0) * 2);
  const { batchId } = await scene.start(8, { capMicros });
  let most = 0;
  scene.fake.change(standing);
  // What waits for money isn't tried again, and is told as what it is.
  const waiting = await scene.runUntil(batchId, (now) => now.waitingForMoney > 0);
  expect(waiting.retrying).toBe(0);
  letTimeFly(scene);
  const end = await scene.runUntil(
    batchId,
    async (now) => {
      const [batch] = await inTransaction(ctx, (tx) => readBudgets(tx, { projectId, batchId }));
      most = Math.max(most, (batch?.settledMicros ?? 0) + (batch?.reservedMicros ?? 0));
      return hasEnded(now) || now.state === "paused";
    },
    2,
  );
  expect(most).toBeLessThanOrEqual(capMicros);
  expect((await scene.vendorBatches()).length).toBeGreaterThan(2);
  if (end.state === "paused") {
    expect(end.pause).toMatchObject({ kind: "cap" });
    await changeBatch({ ctx, input: { batchId, capMicros: null } });
    await resumeBatch({ ctx, input: { batchId } });
  }
  expect(await scene.runUntil(batchId, hasEnded)).toMatchObject({ done: 8, failed: 0 });
  await expectSettled(scene, batchId);
});

const overloaded = (rest: object = {}) => ({
  faults: [
    {
      fault: { kind: "status" as const, status: 529 },
      endpoints: ["batches" as const],
      ...rest,
    },
  ],
});

test("stopped while the vendor is overloaded: it is asked to cancel at a bounded pace", async () => {
  const scene = await openOvernight({ batches: { seconds: 400_000 } });
  const { ctx } = scene.stage;
  const { batchId } = await scene.start(8);
  await scene.runUntil(batchId, ({ withVendor }) => withVendor > 0);
  await cancelBatch({ ctx, input: { batchId } });
  scene.fake.change(overloaded());
  const begun = scene.fake.state().now;
  const refused = async () => (await scene.fake.ledger()).filter(({ status }) => status === 529);
  await scene.runUntil(batchId, async () => (await refused()).length >= 6);
  const seconds = scene.fake.state().now - begun;
  // After 0, 5, 15, 35, 75 s and so on, doubled each time, for each of the two.
  const most = 2 * (1 + Math.ceil(Math.log2(1 + seconds / 5)));
  expect((await refused()).length).toBeLessThanOrEqual(most);
  scene.fake.change({ faults: [] });
  expect(await scene.runUntil(batchId, hasEnded)).toMatchObject({ state: "cancelled" });
  await expectSettled(scene, batchId);
});

test("a worker that ends while it takes results: another takes them up, each once", async () => {
  let left = 2;
  const scene = await openOvernight(
    {},
    {
      onStep: (step) => {
        if (step !== "acknowledged" || left === 0) return;
        left -= 1;
        throw new Error("the worker was killed here");
      },
    },
  );
  const { batchId } = await scene.start(6);
  const go = (): ReturnType<typeof scene.runUntil> =>
    scene.runUntil(batchId, hasEnded).catch((error: Error) => {
      if (error.message.includes("killed here")) return go();
      throw error;
    });
  expect(await go()).toMatchObject({ state: "finished", done: 6, failed: 0 });
  expect(left).toBe(0);
  expect(await attemptsOf(scene, batchId)).toHaveLength(6);
  await expectSettled(scene, batchId);
});

test("a writer without batches is refused with a sentence at the field", async () => {
  const { stage } = await openOvernight();
  const { ctx, projectId } = stage;
  const ids = await stage.plan(1);
  const selection = { kind: "ids" as const, ids };
  const input = { projectId, selection, expectedCount: 1, mode: "overnight" as const };
  await expect(startBatch({ ctx, providers: practice, input })).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "mode", message: expect.stringContaining("can't write overnight") }],
  });
});

test("a vendor that takes no batches for a while is asked at a bounded pace, and no row pays for it", async () => {
  const scene = await openOvernight();
  const { batchId } = await scene.start(8);
  scene.fake.change(overloaded({ bodyIncludes: "custom_id" }));
  const waiting = await scene.runUntil(batchId, (now) => now.waitingForVendor > 0);
  expect(waiting).toMatchObject({ retrying: 0, withVendor: 0 });
  expect(waiting.vendorAskedAt).toBeInstanceOf(Date);
  const { items } = await listBatchItems({
    ctx: scene.stage.ctx,
    input: { batchId, page: 1, pageSize: 50 },
  });
  expect(items.filter(({ waitsFor }) => waitsFor === "vendor")).toHaveLength(
    waiting.waitingForVendor,
  );
  const refused = async () => (await scene.fake.ledger()).filter(({ status }) => status === 529);
  const first = (await refused())[0]?.receivedAt ?? 0;
  await scene.runUntil(batchId, async () => (await refused()).length >= 5);
  // After 0, 5, 15, 35, 75 s, a thousand times as fast.
  expect(((await refused())[4]?.receivedAt ?? 0) - first).toBeGreaterThanOrEqual(74);
  scene.fake.change({ faults: [] });
  const end = await scene.runUntil(batchId, hasEnded);
  expect(end).toMatchObject({ state: "finished", done: 8, failed: 0, waitingForVendor: 0 });
  await expectSettled(scene, batchId);
});

test("a vendor that goes on refusing batches pauses the run for a person, with its last word", async () => {
  const scene = await openOvernight({}, { pace: 20_000 });
  const { batchId } = await scene.start(3);
  scene.fake.change({
    faults: [
      {
        fault: { kind: "status", status: 500 },
        endpoints: ["batches"],
        bodyIncludes: "custom_id",
      },
    ],
  });
  const paused = await scene.runUntil(batchId, ({ state }) => state === "paused");
  expect(paused).toMatchObject({ done: 1, failed: 0, pause: { kind: "needs_person" } });
  expect(paused.pause?.message).toMatch(/refused 20 batches in a row/);
  const refused = (await scene.fake.ledger()).filter(({ status }) => status === 500);
  expect(refused).toHaveLength(20);
  await expectSettled(scene, batchId);
});
