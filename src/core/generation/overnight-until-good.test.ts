import { expect, test } from "vitest";
import { cancelBatch } from "./cancel-batch.ts";
import { estimateBatch } from "./estimate-batch.ts";
import { readBudgets } from "../calls/read-budgets.ts";
import { inTransaction } from "../context.ts";
import { composeAnswer, type ComposeRequest } from "../../../test/fake-provider/answers.ts";
import {
  attemptsOf,
  expectSettled,
  hasEnded,
  openOvernight,
  type OvernightScene,
} from "../../../test/overnight.ts";

/** A whole conversation whose messages are all much too short. */
function poor(request: ComposeRequest): string {
  const { messages } = JSON.parse(composeAnswer(request)) as { messages: object[] };
  return JSON.stringify({
    messages: messages.map((message, place) => ({ ...message, content: `Well, ${place}.` })),
  });
}

/** The first so many texts fall short; one that is written again is told so, and is good. */
const fallingShort = (first: number) => {
  let written = 0;
  return (request: ComposeRequest) => {
    written += 1;
    return written <= first ? poor(request) : null;
  };
};

/** What never may be at any moment: more under way or written than the texts that were allowed. */
async function mostAtOnce(
  scene: OvernightScene,
  batchId: string,
  target: { good: number; candidates: number },
) {
  const end = await scene.runUntil(batchId, (now) => {
    expect(now.good + now.withVendor + now.running.length).toBeLessThanOrEqual(target.good);
    expect(now.written + now.withVendor + now.running.length).toBeLessThanOrEqual(
      target.candidates,
    );
    return hasEnded(now);
  });
  expect((await scene.vendorBatches()).length).toBeGreaterThan(0);
  return end;
}

test("overnight until so many are good: it stops there, and the other rows are what they were", async () => {
  const scene = await openOvernight();
  const target = { good: 4, candidates: 9 };
  const { batchId } = await scene.start(9, { target });
  const end = await mostAtOnce(scene, batchId, target);
  expect(end).toMatchObject({ state: "finished", good: 4, written: 4, done: 4, cancelled: 5 });
  expect(await attemptsOf(scene, batchId)).toHaveLength(4);
  await expectSettled(scene, batchId);
});

test("rows that fell short go into the next round with what the checks found, within the texts allowed", async () => {
  const scene = await openOvernight({}, {}, fallingShort(4));
  const target = { good: 4, candidates: 9 };
  const { batchId } = await scene.start(4, { target });
  const end = await mostAtOnce(scene, batchId, target);
  expect(end).toMatchObject({ state: "finished", good: 4, written: 8, done: 4, failed: 0 });
  const attempts = await attemptsOf(scene, batchId);
  const again = attempts.filter(({ parameters }) => "findings" in (parameters as object));
  expect(again).toHaveLength(4);
  expect(again.every(({ vendorBatchId }) => vendorBatchId !== null)).toBe(true);
  await expectSettled(scene, batchId);
});

test("with no text left it ends and says what was reached; its stop amount holds all the while", async () => {
  const scene = await openOvernight({}, {}, poor);
  const { ctx, projectId } = scene.stage;
  const target = { good: 3, candidates: 5 };
  const capMicros = 400_000;
  const { batchId } = await scene.start(3, { target, capMicros });
  const end = await scene.runUntil(batchId, async (now) => {
    const [own] = await inTransaction(ctx, (tx) => readBudgets(tx, { projectId, batchId }));
    expect((own?.settledMicros ?? 0) + (own?.reservedMicros ?? 0)).toBeLessThanOrEqual(capMicros);
    return hasEnded(now);
  });
  expect(end).toMatchObject({ state: "finished", good: 0, written: 5, done: 3, failed: 0 });
  await expectSettled(scene, batchId);
});

test("stopped between two rounds, a text that fell short stays", async () => {
  const scene = await openOvernight({ batches: { seconds: 400_000 } }, {}, fallingShort(1));
  const { ctx } = scene.stage;
  const { batchId } = await scene.start(3, { target: { good: 3, candidates: 9 } });
  await scene.runUntil(batchId, ({ withVendor }) => withVendor > 0);
  await cancelBatch({ ctx, input: { batchId } });
  const end = await scene.runUntil(batchId, hasEnded);
  expect(end.done + end.cancelled).toBe(3);
  expect(end.done).toBeGreaterThanOrEqual(1);
  await expectSettled(scene, batchId);
});

test("before it begins it says that it goes in rounds", async () => {
  const { stage, writer } = await openOvernight();
  const ids = await stage.plan(2);
  const { ctx, projectId, providers } = stage;
  const estimate = (wish: object) =>
    estimateBatch({
      ctx,
      providers,
      input: { projectId, writer, selection: { kind: "ids", ids }, ...wish },
    });
  const target = { good: 1, candidates: 2 };
  const rounds = expect.stringContaining("goes in rounds overnight");
  expect((await estimate({ mode: "overnight", target })).warnings).toContainEqual(rounds);
  expect((await estimate({ mode: "overnight" })).warnings).not.toContainEqual(rounds);
  expect((await estimate({ target })).warnings).not.toContainEqual(rounds);
});
