import { eq } from "drizzle-orm";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getBatchProgress } from "./get-batch-progress.ts";
import { startBatch } from "./start-batch.ts";
import { isOver, mayTake, textsLeft } from "./until-good.ts";
import { inTransaction } from "../context.ts";
import { createPlan } from "../planning/create-plan.ts";
import type { ProviderRequest } from "#/platform/llm/port.ts";
import { conversationVersions } from "#/platform/db/tables/conversations.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  goodAnswer,
  poorAnswer,
  runHere,
  scripted,
  statesOf,
} from "../../../test/generation.ts";

const few = fc.integer({ min: 0, max: 40 });

test("never more are begun than could all be good, and never more texts than allowed", () => {
  const run = fc.record({
    good: fc.integer({ min: 1, max: 20 }),
    extra: few,
    rows: fc.integer({ min: 1, max: 40 }),
    workers: fc.integer({ min: 1, max: 5 }),
    /** What becomes of each text, and which of those under way ends next. */
    luck: fc.array(fc.record({ ends: few, fate: fc.constantFrom("good", "short", "failed") }), {
      minLength: 200,
      maxLength: 200,
    }),
  });
  fc.assert(
    fc.property(run, ({ good, extra, rows, workers, luck }) => {
      const target = { good, candidates: good + extra };
      const tally = { good: 0, written: 0, running: 0, waiting: rows, again: 0 };
      for (const { fate } of luck) {
        for (let worker = 0; worker < workers; worker += 1) {
          const free = Math.min(mayTake(target, tally), 2);
          for (let taken = 0; taken < free && tally.waiting + tally.again > 0; taken += 1) {
            if (tally.waiting > 0) tally.waiting -= 1;
            else tally.again -= 1;
            tally.running += 1;
          }
        }
        expect(tally.good + tally.running).toBeLessThanOrEqual(target.good);
        expect(tally.written + tally.running).toBeLessThanOrEqual(target.candidates);
        if (tally.running === 0) break;
        tally.running -= 1;
        if (fate !== "failed") tally.written += 1;
        if (fate === "good") tally.good += 1;
        if (fate === "short") tally.again += 1;
      }
      const isDone =
        tally.good === target.good ||
        tally.written === target.candidates ||
        tally.waiting + tally.again === 0;
      if (tally.running === 0) expect(isOver(target, tally)).toBe(isDone);
      else expect(isOver(target, tally)).toBe(false);
    }),
  );
});

let scene: TestContext;
beforeAll(async () => {
  scene = await createGenerationScene(null);
});
afterAll(() => scene.close());

let seed = 0;
async function plan(count: number): Promise<string[]> {
  const { ctx, projectId } = scene;
  seed += 1;
  const before = new Set((await statesOf(ctx)).map(({ id }) => id));
  const counts = { template: count, scenario: 0, edge_case: 0 };
  await createPlan({ ctx, input: { projectId, counts, seed } });
  return (await statesOf(ctx)).map(({ id }) => id).filter((id) => !before.has(id));
}

type Answer = (request: ProviderRequest, place: number) => Promise<{ text: string }>;

/** Runs a batch until it ends, with so many workers; each answer is written by its place. */
async function run(
  ids: string[],
  target: { good: number; candidates: number },
  answer: Answer,
  workers = 1,
) {
  const { ctx, projectId } = scene;
  const sent: ProviderRequest[] = [];
  const providers = scripted((request) => {
    sent.push(request);
    return answer(request, sent.length - 1);
  }, 4);
  const selection = { kind: "ids" as const, ids };
  const input = { projectId, selection, expectedCount: ids.length, target };
  const { id: batchId } = await startBatch({ ctx, providers, input });
  for (let pass = 0; pass < 20; pass += 1) {
    await Promise.all(Array.from({ length: workers }, () => runHere(ctx, providers, batchId)));
    const progress = await getBatchProgress({ ctx, input: { batchId } });
    if (progress.state === "finished") return { progress, sent, batchId };
  }
  throw new Error("it didn't end");
}

test("it stops at the number that is wanted; the other rows are what they were", async () => {
  const ids = await plan(8);
  const { progress, sent } = await run(ids, { good: 3, candidates: 8 }, goodAnswer, 3);
  expect(progress).toMatchObject({ good: 3, written: 3, done: 3, cancelled: 5, failed: 0 });
  expect(sent).toHaveLength(3);
  const states = (await statesOf(scene.ctx)).filter(({ id }) => ids.includes(id));
  expect(states.filter(({ state }) => state === "not_generated")).toHaveLength(5);
});

test("rows that fell short are written again after every row had its turn, with what the checks found", async () => {
  const ids = await plan(3);
  const { progress, sent, batchId } = await run(ids, { good: 3, candidates: 8 }, (request, place) =>
    place < 3 ? poorAnswer(request, 99) : goodAnswer(request),
  );
  expect(progress).toMatchObject({ good: 3, written: 6, done: 3, cancelled: 0, failed: 0 });
  const prompts = sent.map(({ messages }) => messages.at(-1)?.content ?? "");
  expect(prompts.slice(0, 3).some((prompt) => prompt.includes("<findings>"))).toBe(false);
  for (const prompt of prompts.slice(3)) {
    expect(prompt).toContain("<findings>\n- ");
    expect(prompt).toContain("Well, 0.");
  }
  const calls = await inTransaction(scene.ctx, (tx) =>
    tx.select().from(callAttempts).where(eq(callAttempts.batchId, batchId)),
  );
  expect(calls.filter(({ parameters }) => "findings" in (parameters as object))).toHaveLength(3);
});

test("with no text left it ends and says what was reached; the better of two texts stands", async () => {
  const ids = await plan(1);
  const { progress } = await run(ids, { good: 1, candidates: 2 }, (request, place) =>
    poorAnswer(request, place === 0 ? 7 : 99),
  );
  expect(progress).toMatchObject({ good: 0, written: 2, done: 1, failed: 0 });
  const versions = await inTransaction(scene.ctx, (tx) =>
    tx
      .select()
      .from(conversationVersions)
      .where(eq(conversationVersions.conversationId, ids[0] ?? ""))
      .orderBy(conversationVersions.number),
  );
  expect(versions.map(({ origin }) => origin)).toEqual(["generated", "generated", "restored"]);
  expect(versions[2]?.contentHash).toBe(versions[0]?.contentHash);
  expect(versions[2]?.reason).toContain("the better one stands");
});

test("a further candidate that fails leaves the row its text and isn't tried for ever", async () => {
  const ids = await plan(2);
  const { progress, sent } = await run(ids, { good: 2, candidates: 9 }, (request, place) =>
    place < 2 ? poorAnswer(request, 99) : Promise.resolve({ text: "no JSON" }),
  );
  expect(progress).toMatchObject({ good: 0, written: 2, done: 2, failed: 0 });
  // Each failing candidate has its one repair.
  expect(sent).toHaveLength(2 + 4);
  const states = (await statesOf(scene.ctx)).filter(({ id }) => ids.includes(id));
  expect(states.map(({ state }) => state)).toEqual(["generated", "generated"]);
});

test("the texts that are left follow what was good so far, within what may be written", () => {
  const target = { good: 20, candidates: 60 };
  const left = (good: number, written: number, running = 0) =>
    textsLeft(target, { good, written, running });
  expect(left(0, 0)).toBe(20);
  // Every second one was good.
  expect(left(10, 20)).toBe(20);
  expect(left(0, 20)).toBe(40);
  expect(left(2, 50)).toBe(10);
  expect(left(20, 30)).toBe(0);
  expect(left(20, 30, 3)).toBe(3);
});

test("more good ones than rows can't be reached, and are refused", async () => {
  const { ctx, projectId } = scene;
  const ids = await plan(2);
  const input = {
    projectId,
    selection: { kind: "ids" as const, ids },
    expectedCount: 2,
    target: { good: 3, candidates: 9 },
  };
  await expect(startBatch({ ctx, providers: scripted(goodAnswer), input })).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "target.good", message: expect.stringContaining("can't come of 2 rows") }],
  });
});
