import * as fc from "fast-check";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readWriterHealth } from "./read-writer-health.ts";
import { type RateNeed, reserveRate } from "./reserve-rate.ts";
import { type RateNews, settleRate } from "./settle-rate.ts";
import { inTransaction } from "../context.ts";
import { rateBuckets } from "#/platform/db/tables/admission.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";

let scene: TestContext;
beforeAll(async () => {
  scene = await createTestContext();
});
afterAll(() => scene.close());
beforeEach(() => scene.ownerDb.delete(rateBuckets));

const bucket = () => ({ workspaceId: scene.ctx.workspaceId, provider: "p", model: "m" });
const reserve = (need: Partial<RateNeed> = {}) =>
  inTransaction(scene.ctx, (tx) =>
    reserveRate(tx, bucket(), {
      inputTokens: 100,
      outputTokens: 100,
      isUrgent: false,
      concurrency: 100,
      pace: 1,
      ...need,
    }),
  );
const level = (limit: number, remaining: number | null = limit) => ({
  limit,
  remaining,
  resetSeconds: null,
});
const told = (requests: number, input: number, output: number) => ({
  requests: level(requests),
  inputTokens: level(input),
  outputTokens: level(output),
});
const news: RateNews = {
  server: "well",
  reason: null,
  blockSeconds: null,
  limits: null,
  limitsAge: 0,
  isOver: true,
  isGrowing: true,
  giveBack: { requests: 0, inputTokens: 0, outputTokens: 0 },
  outputToCome: 0,
  concurrency: 100,
  pace: 1,
  random: 1,
};
const settle = (part: Partial<RateNews> = {}) =>
  inTransaction(scene.ctx, (tx) => settleRate(tx, bucket(), { ...news, ...part }));
const health = () =>
  inTransaction(scene.ctx, (tx) => readWriterHealth(tx, scene.ctx, { provider: "p", model: "m" }));
/** As if so many seconds had passed. */
const pass = (seconds: number) =>
  scene.ownerDb.execute(sql`
    update bright.rate_buckets set refilled_at = refilled_at - make_interval(secs => ${seconds}),
      blocked_until = blocked_until - make_interval(secs => ${seconds}),
      breaker_until = breaker_until - make_interval(secs => ${seconds}),
      urgent_until = urgent_until - make_interval(secs => ${seconds}),
      cut_at = cut_at - make_interval(secs => ${seconds})`);

test("one call goes ahead until the first headers are there; then as many as the limits allow", async () => {
  expect(await reserve()).toMatchObject({ isReserved: true, isLearning: true });
  expect(await reserve()).toMatchObject({ isReserved: false, why: "trusted" });
  await settle({ isOver: false, limits: told(1_000, 10_000, 450), outputToCome: 100 });
  for (let calls = 0; calls < 3; calls += 1) {
    expect(await reserve()).toMatchObject({ isReserved: true, isLearning: false });
  }
  const full = await reserve();
  expect(full).toMatchObject({ isReserved: false, why: "output" });
  // 50 are left, 450 come in a minute: 50 more take 6.7 seconds.
  expect(full.isReserved === false && full.waitSeconds).toBeCloseTo(50 / 7.5, 0);
  expect((await health()).limits).toEqual({
    requests: 1_000,
    inputTokens: 10_000,
    outputTokens: 450,
  });
});

test("a call larger than a limit goes when its level is full, and not before", async () => {
  await reserve();
  await settle({ limits: told(1_000, 10_000, 80) });
  expect(await reserve({ outputTokens: 4_000 })).toMatchObject({ isReserved: true });
  expect(await reserve({ outputTokens: 1 })).toMatchObject({ isReserved: false, why: "output" });
});

test("an absurd usage shuts a model for a minute, not for days; what a larger call held stays held", async () => {
  await reserve();
  await settle({ limits: told(1_000, 10_000, 10_000) });
  await reserve();
  const absurd = { requests: 0, inputTokens: -2e9, outputTokens: -2e9 };
  await settle({
    giveBack: absurd,
    limits: { ...told(1_000, 10_000, 10_000), outputTokens: level(10_000, -5e9) },
  });
  const shut = await reserve();
  expect(shut.isReserved === false && shut.waitSeconds).toBeCloseTo(60.6, 0);
  await pass(62);
  expect(await reserve({ outputTokens: 40_000 })).toMatchObject({ isReserved: false });
  await pass(60);
  expect(await reserve({ outputTokens: 40_000 })).toMatchObject({ isReserved: true });
  await settle();
  const held = await reserve();
  expect(held.isReserved === false && held.waitSeconds).toBeCloseTo(180.6, 0);
});

test("levels follow a reference model through any schedule, and never admit more than it", async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("reserve" as const), tokens: fc.integer({ min: 1, max: 900 }) }),
    fc.record({
      kind: fc.constant("settle" as const),
      share: fc.double({ min: 0, max: 1.2, noNaN: true }),
    }),
    fc.record({ kind: fc.constant("pass" as const), seconds: fc.integer({ min: 1, max: 40 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      await scene.ownerDb.delete(rateBuckets);
      const limit = 1_000;
      await reserve({ inputTokens: 0, outputTokens: 0 });
      await settle({ limits: told(1_000_000, 1_000_000, limit) });
      let model = limit;
      const held: number[] = [];
      for (const each of steps) {
        if (each.kind === "pass") {
          await pass(each.seconds);
          model = Math.min(limit, model + (limit / 60) * each.seconds);
        } else if (each.kind === "reserve") {
          const { isReserved } = await reserve({ inputTokens: 1, outputTokens: each.tokens });
          // Real time passes too: at the edge both answers are right.
          if (Math.abs(model - each.tokens) > 40) expect(isReserved).toBe(model >= each.tokens);
          if (isReserved) {
            model -= each.tokens;
            held.push(each.tokens);
          }
        } else {
          const tokens = held.shift();
          if (tokens === undefined) continue;
          const giveBack = tokens - Math.round(tokens * each.share);
          await settle({ giveBack: { requests: 0, inputTokens: 0, outputTokens: giveBack } });
          model = Math.min(limit, model + giveBack);
        }
        const [row] = await scene.ownerDb.select().from(rateBuckets);
        expect(row?.inFlight).toBe(held.length);
        model = Math.max(model, Math.min(row?.outputLevel ?? 0, model + 20));
      }
    }),
    { numRuns: 15 },
  );
});

test("what the provider says is left holds, when others use the same key", async () => {
  await reserve();
  await settle({ limits: { ...told(1_000, 10_000, 10_000), outputTokens: level(10_000, 150) } });
  expect(await reserve({ outputTokens: 100 })).toMatchObject({ isReserved: true });
  expect(await reserve({ outputTokens: 100 })).toMatchObject({ isReserved: false, why: "output" });
});

test.each([
  ["some seconds", 30, 30],
  ["nothing", null, 5],
  ["an absurd time", 10_000_000, 3_600],
])("after a refusal for rates that says %s nothing goes before that", async (_, said, seconds) => {
  await reserve();
  await settle({ server: "limited", blockSeconds: said, reason: "Too many. It is tried again." });
  const blocked = await reserve({ isUrgent: true });
  expect(blocked).toMatchObject({
    isReserved: false,
    why: "blocked",
    reason: "Too many. It is tried again.",
  });
  expect(blocked.isReserved === false && blocked.waitSeconds).toBeGreaterThan(seconds - 2);
  expect(blocked.isReserved === false && blocked.waitSeconds).toBeLessThanOrEqual(seconds);
  expect(await health()).toMatchObject({ state: "limited", until: expect.any(Date) });
  await pass(seconds + 1);
  expect(await reserve()).toMatchObject({ isReserved: true });
});

test("five failures in a row open the breaker; one call tries, and it closes alone", async () => {
  for (let failures = 0; failures < 5; failures += 1) {
    expect(await reserve()).toMatchObject({ isReserved: true });
    await settle({ server: "failing", reason: "It has too much to do." });
  }
  expect(await reserve()).toMatchObject({ isReserved: false, why: "breaker" });
  expect(await health()).toMatchObject({
    state: "failing",
    reason: "It has too much to do.",
  });
  await pass(3);
  expect(await reserve()).toMatchObject({ isReserved: true, isLearning: true });
  expect(await reserve()).toMatchObject({ isReserved: false, why: "breaker" });
  await settle({ server: "failing", reason: "Still." });
  const second = await reserve();
  expect(second.isReserved === false && second.waitSeconds).toBeGreaterThan(3);
  await pass(5);
  expect(await reserve()).toMatchObject({ isReserved: true });
  await settle();
  expect(await health()).toMatchObject({ state: "ok", reason: null, trusted: 2 });
  expect(await reserve()).toMatchObject({ isReserved: true });
  expect(await reserve()).toMatchObject({ isReserved: true });
  expect(await reserve()).toMatchObject({ isReserved: false, why: "trusted" });
});

test("a success in between starts the count of failures anew", async () => {
  for (const server of ["failing", "failing", "failing", "failing", "well", "failing"] as const) {
    await reserve();
    await settle({ server });
  }
  expect(await health()).toMatchObject({ state: "ok" });
});

test("headers of a call under way teach limits alone; whether the server works is told by its end", async () => {
  const limits = told(1_000, 100_000, 100_000);
  const fail = { server: "failing", reason: "It broke off." } as const;
  for (let failures = 0; failures < 5; failures += 1) {
    expect(await reserve()).toMatchObject({ isReserved: true });
    await settle({ isOver: false, limits });
    await settle({ ...fail, limits });
  }
  expect(await health()).toMatchObject({ state: "failing", limits: { requests: 1_000 } });
  const { since } = await health();
  expect(since).not.toBeNull();
  for (const most of [2, 4, 8]) {
    await pass(most + 1);
    expect(await reserve()).toMatchObject({ isReserved: true });
    await settle({ isOver: false, limits });
    expect(await reserve()).toMatchObject({ isReserved: false, why: "breaker" });
    await settle({ ...fail, limits });
    const shut = await reserve();
    expect(shut.isReserved === false && shut.waitSeconds).toBeGreaterThan(most);
    expect((await health()).since).toEqual(since);
  }
  await pass(20);
  await reserve();
  await settle({ isOver: false, limits });
  await settle({ limits });
  expect(await health()).toMatchObject({ state: "ok", since: null, trusted: 2 });
  await reserve();
  await settle({ isOver: false, limits });
  expect((await health()).trusted).toBe(2);
  await settle({ limits });
  expect((await health()).trusted).toBe(4);
});

test("the first headers without limits let four go; each end then lets one more", async () => {
  await reserve({ concurrency: 20 });
  await settle({ isOver: false, concurrency: 20 });
  expect((await health()).trusted).toBe(4);
  await settle({ isOver: false, concurrency: 20 });
  await settle({ concurrency: 20 });
  expect((await health()).trusted).toBe(4);
  await settle({ isOver: false, concurrency: 20 });
  expect((await health()).trusted).toBe(4);
  await settle({ concurrency: 20 });
  expect((await health()).trusted).toBe(5);
  await settle({ isGrowing: false, concurrency: 20 });
  expect((await health()).trusted).toBe(5);
});

test("without limits in headers calls side by side grow with answers and shrink with a refusal", async () => {
  await reserve();
  await settle({ concurrency: 20 });
  expect((await health()).trusted).toBe(4);
  for (let calls = 0; calls < 4; calls += 1) await reserve({ concurrency: 20 });
  for (let calls = 0; calls < 4; calls += 1) await settle({ concurrency: 20 });
  expect((await health()).trusted).toBe(8);
  await reserve({ concurrency: 20 });
  await settle({ server: "limited", blockSeconds: 1, concurrency: 20 });
  expect((await health()).trusted).toBe(4);
});

test("a person's single call goes before and beyond those of batches", async () => {
  await reserve();
  await settle({ limits: told(1_000, 100_000, 100_000), concurrency: 2 });
  // So much of the level that it isn't back before the next look, however busy the machine is.
  const batchCall = () => reserve({ concurrency: 2, outputTokens: 20_000 });
  await batchCall();
  await batchCall();
  expect(await batchCall()).toMatchObject({ isReserved: false, why: "concurrency" });
  expect(await reserve({ concurrency: 2, isUrgent: true })).toMatchObject({ isReserved: true });
  const urgent = { concurrency: 9, isUrgent: true, outputTokens: 99_800 };
  expect(await reserve(urgent)).toMatchObject({ isReserved: false, why: "output" });
  expect(await reserve({ concurrency: 9 })).toMatchObject({ isReserved: false, why: "urgent" });
  await pass(60);
  expect(await reserve(urgent)).toMatchObject({ isReserved: true });
  await pass(1);
  expect(await reserve({ concurrency: 9 })).toMatchObject({ isReserved: true });
});
