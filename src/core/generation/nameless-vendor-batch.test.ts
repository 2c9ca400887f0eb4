import { expect, test } from "vitest";
import { cancelBatch } from "./cancel-batch.ts";
import { resumeBatch } from "./resume-batch.ts";
import type { CallStep } from "../calls/call-process.ts";
import { attemptsOf, expectSettled, hasEnded, openOvernight } from "../../../test/overnight.ts";
import type { Fault } from "../../../test/fake-provider/scenario.ts";
import { makeForeign } from "../../../test/vendor-scene.ts";

/** The worker dies once, at this step of the first of the vendor's batches. */
function dyingAt(where: CallStep) {
  let steps = 0;
  return {
    onStep: (step: CallStep) => {
      // The first is the single call that goes ahead.
      if (step !== where || ++steps !== 2) return;
      throw new Error("the worker was killed here");
    },
  };
}

test("a worker that ends before the vendor's name for a batch is stored: it is found in the list, and nothing is paid twice", async () => {
  const scene = await openOvernight({}, dyingAt("last byte"));
  const { batchId } = await scene.start(5);
  await expect(scene.runUntil(batchId, hasEnded)).rejects.toThrow("killed here");
  const [unnamed] = await scene.vendorBatches();
  expect(unnamed).toMatchObject({ state: "creating", providerBatchId: null, requests: 4 });
  const end = await scene.runUntil(batchId, hasEnded, 2);
  expect(end).toMatchObject({ state: "finished", done: 5, failed: 0 });
  const attempts = await attemptsOf(scene, batchId);
  expect(attempts.map(({ state }) => state)).toEqual(Array(5).fill("succeeded"));
  const [found, ...others] = await scene.vendorBatches();
  expect(others).toEqual([]);
  expect(found).toMatchObject({ state: "ended", succeeded: 4, failed: 0 });
  expect((await scene.fake.ledger()).map(({ batchId }) => batchId)).toContain(
    found?.providerBatchId,
  );
  await expectSettled(scene, batchId);
});

test.each<[string, Fault]>([
  ["a line that breaks", { kind: "reset-mid-stream", at: 0.5 }],
  ...[408, 499, 502, 503, 520, 524].map((status): [string, Fault] => [
    `a gateway's ${status}`,
    { kind: "page", status },
  ]),
])("%s after the vendor took a batch: it is found in the list", async (_, fault) => {
  const scene = await openOvernight();
  const { batchId } = await scene.start(6);
  scene.fake.change({
    faults: [{ fault, endpoints: ["batches"], bodyIncludes: "custom_id", times: 1 }],
  });
  const end = await scene.runUntil(batchId, hasEnded);
  expect(end).toMatchObject({ state: "finished", done: 6, failed: 0 });
  const attempts = await attemptsOf(scene, batchId);
  expect(attempts.map(({ state }) => state)).toEqual(Array(6).fill("succeeded"));
  const made = (await scene.fake.ledger()).filter(({ method, batchId }) => {
    return method === "POST" && batchId !== null;
  });
  expect(made.map(({ kind }) => kind)).toEqual([`fault:${fault.kind}`]);
  await expectSettled(scene, batchId);
});

test.each(["last byte", "reserved"] as const)(
  "killed at %s beside another program's batch of the same size: nothing of it is taken or cancelled",
  async (step) => {
    const scene = await openOvernight({ batches: { seconds: 900 } }, dyingAt(step));
    const { batchId } = await scene.start(5);
    await expect(scene.runUntil(batchId, hasEnded)).rejects.toThrow("killed here");
    const foreign = await makeForeign(scene.fake, 4);
    await cancelBatch({ ctx: scene.stage.ctx, input: { batchId } });
    const end = await scene.runUntil(batchId, hasEnded);
    const isMade = step === "last byte";
    expect(end).toMatchObject(
      isMade ? { state: "finished", done: 5 } : { state: "cancelled", done: 1, cancelled: 4 },
    );
    const [one, ...others] = await scene.vendorBatches();
    expect(others).toEqual([]);
    expect(one).toMatchObject({ state: isMade ? "ended" : "lost" });
    const ledger = await scene.fake.ledger();
    expect(ledger.filter(({ path }) => path.endsWith("/cancel"))).toEqual([]);
    expect(
      ledger.filter(({ batchId, kind }) => batchId === foreign && kind === "succeeded"),
    ).toHaveLength(4);
    const attempts = await attemptsOf(scene, batchId);
    const unknown = attempts.filter(({ state }) => state === "billed_unknown");
    expect(unknown).toHaveLength(isMade ? 0 : 4);
    for (const { costMicros, reservedMicros } of unknown) expect(costMicros).toBe(reservedMicros);
    await expectSettled(scene, batchId);
  },
);

test("a list that can't be read decides nothing: a person is asked, and then it is found", async () => {
  const scene = await openOvernight({}, dyingAt("last byte"));
  const { ctx } = scene.stage;
  const { batchId } = await scene.start(5);
  await expect(scene.runUntil(batchId, hasEnded)).rejects.toThrow("killed here");
  scene.fake.change({ keys: { "fake-key-good": "revoked" } });
  const paused = await scene.runUntil(batchId, ({ state }) => state === "paused");
  expect(paused.pause).toMatchObject({ kind: "needs_person", by: "wrong_key" });
  scene.fake.change({ keys: { "fake-key-good": "good" } });
  await resumeBatch({ ctx, input: { batchId } });
  expect(await scene.runUntil(batchId, hasEnded)).toMatchObject({ state: "finished", done: 5 });
  expect(await attemptsOf(scene, batchId)).toHaveLength(5);
  await expectSettled(scene, batchId);
});

test("a server without a list: after a while it is lost, counts as spent, and its conversations are sent once more", async () => {
  const scene = await openOvernight({}, dyingAt("last byte"));
  const { ctx } = scene.stage;
  const { batchId } = await scene.start(5);
  await expect(scene.runUntil(batchId, hasEnded)).rejects.toThrow("killed here");
  scene.fake.change({
    faults: [{ fault: { kind: "status", status: 404 }, endpoints: ["batches"] }],
  });
  // What is sent once more meets the same server.
  const paused = await scene.runUntil(batchId, ({ state }) => state === "paused");
  expect(paused).toMatchObject({ done: 1, failed: 0, pause: { kind: "needs_person" } });
  expect((await scene.vendorBatches()).map(({ state }) => state).toSorted()).toEqual([
    "lost",
    "refused",
  ]);
  const unknown = (await attemptsOf(scene, batchId)).filter(
    ({ state }) => state === "billed_unknown",
  );
  expect(unknown).toHaveLength(4);
  for (const { costMicros, reservedMicros } of unknown) expect(costMicros).toBe(reservedMicros);
  scene.fake.change({ faults: [] });
  await resumeBatch({ ctx, input: { batchId } });
  expect(await scene.runUntil(batchId, hasEnded)).toMatchObject({ state: "finished", done: 5 });
  await expectSettled(scene, batchId);
});
