import { setTimeout as wait } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { callModel } from "./call-model.ts";
import { type CallOptions, callProcessOf, openCallProcess } from "./call-process.ts";
import { callRules } from "./call-rules.ts";
import type { ModelCall } from "./model-call.ts";
import { readBudgets } from "./read-budgets.ts";
import { mayStillSend, tryToReserve } from "./reserve-call.ts";
import { setProjectCap } from "../projects/set-project-cap.ts";
import { setMonthlyCap } from "../workspaces/set-monthly-cap.ts";
import { getWriter } from "../writers/registry.ts";
import { type Context, inTransaction } from "../context.ts";
import { budgets } from "#/platform/db/tables/admission.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addBatch, answer, providersWith } from "../../../test/paid-writer.ts";

let scene: TestContext;
beforeAll(async () => {
  scene = await createTestContext();
});
afterAll(() => scene.close());

const answering = providersWith(async () => answer);
const callOf = (projectId: string, rest: Partial<ModelCall> = {}): ModelCall => ({
  projectId,
  purpose: "write",
  provider: "paid",
  request: {
    model: "m",
    messages: [{ role: "user" as const, content: "Hello" }],
    outputSchema: null,
    maxOutputTokens: 100,
    material: {},
  },
  parameters: {},
  ...rest,
});
/** More than one of these calls may cost, less than two. */
const forOne = 1_500;

function open(ctx: Context, options: Partial<CallOptions> = {}) {
  const process = openCallProcess(ctx.db, { spoolDirectory: null, ...options });
  onTestFinished(() => process.close());
  return process;
}

async function reserve(ctx: Context, call: ModelCall) {
  const writer = await getWriter(ctx, answering, { provider: "paid", model: "m" });
  const tried = await tryToReserve(ctx, callProcessOf(ctx), { call, writer });
  if (!tried.isDone || !("attemptId" in tried.value)) throw new Error("it was not reserved");
  return tried.value;
}

const untilOneWaits = () =>
  expect
    .poll(async () => {
      const { rows } = await scene.ownerDb.execute(
        sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length;
    })
    .toBe(1);

test.each(["project", "month"] as const)(
  "a reservation that is late isn't sent when the cap of the %s was lowered meanwhile",
  async (scope) => {
    const { ctx, projectId } = await scene.addWorkspace();
    open(ctx);
    const call = callOf(projectId);
    const reserved = await reserve(ctx, call);
    expect(await mayStillSend(ctx, reserved, call)).toBe(true);
    if (scope === "project") await setProjectCap({ ctx, input: { projectId, capMicros: 10 } });
    else await setMonthlyCap({ ctx, input: { capMicros: 10 } });
    expect(await mayStillSend(ctx, reserved, call)).toBe(false);
  },
);

test("a reservation isn't sent in another month than the one that it was counted in, and leaves nothing held", async () => {
  const { ctx, projectId } = await scene.addWorkspace();
  const { ownerDb } = scene;
  const lastMonth = sql`(date_trunc('month', clock_timestamp() at time zone 'UTC') - interval '1 s') at time zone 'UTC'`;
  open(ctx, {
    onStep: async (step) => {
      if (step !== "reserved") return;
      // As if it had been reserved a moment before the month ended.
      await ownerDb.execute(sql`update bright.budgets
        set key = to_char(${lastMonth} at time zone 'UTC', 'YYYY-MM')
        where scope = 'month' and workspace_id = ${ctx.workspaceId}::uuid`);
      await ownerDb
        .update(callAttempts)
        .set({ sentAt: lastMonth })
        .where(eq(callAttempts.workspaceId, ctx.workspaceId));
      await wait(callRules.sendWithinMs + 50);
    },
  });
  let asked = 0;
  const providers = providersWith(async () => {
    asked += 1;
    return answer;
  });
  const result = await callModel({ ctx, providers, input: callOf(projectId) });
  expect(result).toMatchObject({ kind: "stopped" });
  expect(asked).toBe(0);
  const held = await ownerDb
    .select({ held: budgets.reservedMicros })
    .from(budgets)
    .where(eq(budgets.workspaceId, ctx.workspaceId));
  expect(held.map((each) => each.held)).toEqual([0, 0]);
});

test("looking again takes time itself: it is looked until the last look is fresh", async () => {
  const { ctx, projectId } = await scene.addWorkspace();
  open(ctx, {
    onStep: async (step) => {
      if (step === "reserved") await wait(callRules.sendWithinMs + 50);
    },
  });
  let looks = -1;
  const beforeSend = async () => {
    looks += 1;
    // The first look comes back late, and the run is paused just after it.
    if (looks === 1) await wait(callRules.sendWithinMs + 50);
    return looks < 2;
  };
  const result = await callModel({
    ctx,
    providers: answering,
    input: callOf(projectId, { beforeSend }),
  });
  expect(looks).toBe(2);
  expect(result).toMatchObject({ kind: "stopped", response: null });
});

test("a reservation that waited while the cap was lowered sees the lower one", async () => {
  const { ctx, projectId } = await scene.addWorkspace();
  open(ctx);
  await callModel({ ctx, providers: answering, input: callOf(projectId) });
  const { ownerDb } = scene;
  let late: Promise<unknown> | undefined;
  await ownerDb.transaction(async (tx) => {
    await tx.select().from(budgets).where(eq(budgets.key, projectId)).for("update");
    late = callModel({ ctx, providers: answering, input: callOf(projectId) });
    await untilOneWaits();
    // It has begun, with the cap as it was.
    await ownerDb.update(projects).set({ capMicros: 10 }).where(eq(projects.id, projectId));
  });
  expect(await late).toMatchObject({ kind: "cap", attemptId: null });
});

test.each(["project", "month"] as const)(
  "the cap of a %s is changed before a reservation or after it, never in the middle",
  async (scope) => {
    const { ctx, projectId } = await scene.addWorkspace();
    open(ctx);
    let isChanged = false;
    let change: Promise<void> | undefined;
    const beforeSend = async () => {
      change = (async () => {
        if (scope === "project") await setProjectCap({ ctx, input: { projectId, capMicros: 10 } });
        else await setMonthlyCap({ ctx, input: { capMicros: 10 } });
        isChanged = true;
      })();
      await untilOneWaits();
      return !isChanged;
    };
    await reserve(ctx, callOf(projectId, { beforeSend }));
    await change;
    expect(isChanged).toBe(true);
  },
);

test.each(["alone", "in a run"])(
  "a call %s waits for money that others hold only so long, and then says what holds it",
  async (where) => {
    const { ctx, projectId } = await scene.addWorkspace();
    // Patience of 60 s and 900 s.
    open(ctx, { pace: where === "alone" ? 1_000 : 10_000 });
    await setProjectCap({ ctx, input: { projectId, capMicros: forOne } });
    const batchId = where === "alone" ? null : await addBatch(ctx, projectId, null);
    const done = Promise.withResolvers<void>();
    const slow = providersWith(async (_, { onHeaders }) => {
      onHeaders?.({ limits: null });
      await done.promise;
      return answer;
    });
    const first = callModel({ ctx, providers: slow, input: callOf(projectId) });
    const heldOf = async () =>
      (await inTransaction(ctx, (tx) => readBudgets(tx, { projectId })))[0]?.reservedMicros;
    await expect.poll(heldOf).toBeGreaterThan(0);
    const second = await callModel({
      ctx,
      providers: answering,
      input: callOf(projectId, { batchId }),
    });
    expect(second).toMatchObject({ kind: "cap", attemptId: null });
    expect(second.failure?.message).toMatch(
      /the project's cap of .* held for calls under way.* continue when those are over/,
    );
    done.resolve();
    expect(await first).toMatchObject({ failure: null });
  },
);
