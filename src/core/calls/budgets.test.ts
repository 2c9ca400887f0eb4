import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callModel } from "./call-model.ts";
import type { ModelCall } from "./model-call.ts";
import { readBudgets } from "./read-budgets.ts";
import { inTransaction } from "../context.ts";
import { connectDatabase, type DatabaseConnection } from "#/platform/db/connect.ts";
import { addressOf } from "#/platform/db/listen-hub.ts";
import { batches, callAttempts } from "#/platform/db/tables/generation.ts";
import { projects, workspaces } from "#/platform/db/tables/workspaces.ts";
import { ProviderError } from "#/platform/llm/port.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addBatch, answer, providersWith } from "../../../test/paid-writer.ts";

let scene: TestContext;
const workers: DatabaseConnection[] = [];
beforeAll(async () => {
  scene = await createTestContext();
  for (let worker = 0; worker < 4; worker += 1) {
    workers.push(connectDatabase(addressOf(scene.ctx.db), 3));
  }
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  await scene.close();
});

const request = {
  model: "m",
  messages: [{ role: "user" as const, content: "Hello" }],
  outputSchema: null,
  maxOutputTokens: 100,
  material: {},
};
const input = (projectId: string, batchId: string | null = null): ModelCall => ({
  projectId,
  purpose: "write",
  batchId,
  provider: "paid",
  request,
  parameters: {},
});

test.each(["batch", "project", "month"] as const)(
  "the cap of a %s is never exceeded, whoever calls at the same time, and the sentence names it",
  async (scope) => {
    const { ctx, projectId } = await scene.addWorkspace();
    const capMicros = 9_000;
    const batchId = await addBatch(ctx, projectId, scope === "batch" ? capMicros : null);
    if (scope === "project") {
      await scene.ownerDb.update(projects).set({ capMicros }).where(eq(projects.id, projectId));
    }
    if (scope === "month") {
      await scene.ownerDb
        .update(workspaces)
        .set({ monthlyCapMicros: capMicros })
        .where(eq(workspaces.id, ctx.workspaceId));
    }
    const highest: number[] = [];
    const look = async () => {
      const all = await inTransaction(ctx, (tx) => readBudgets(tx, { projectId, batchId }));
      const budget = all.find((each) => each.scope === scope);
      highest.push((budget?.settledMicros ?? 0) + (budget?.reservedMicros ?? 0));
    };
    const providers = providersWith(async (_, { onHeaders }) => {
      onHeaders?.({ limits: null });
      await look();
      return answer;
    });
    const results = await Promise.all(
      workers.flatMap(({ db }) =>
        [1, 2, 3, 4].map(() =>
          callModel({ ctx: { ...ctx, db }, providers, input: input(projectId, batchId) }),
        ),
      ),
    );
    const sent = results.filter(({ failure }) => failure === null);
    const kept = results.filter((result) => result.failure !== null && result.kind === "cap");
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length + kept.length).toBe(results.length);
    expect(kept[0]?.failure?.message).toMatch(
      { batch: /this run's stop amount/, project: /the project's cap/, month: /this month/ }[scope],
    );
    expect(Math.max(...highest)).toBeLessThanOrEqual(capMicros);
    const [budget] = (
      await inTransaction(ctx, (tx) => readBudgets(tx, { projectId, batchId }))
    ).filter((each) => each.scope === scope);
    expect(budget).toMatchObject({ reservedMicros: 0, settledMicros: sent.length * 620 });
    expect(await scene.ownerDb.$count(callAttempts, eq(callAttempts.batchId, batchId))).toBe(
      sent.length,
    );
  },
);

test("nothing is sent for a batch that isn't running", async () => {
  const { ctx, projectId } = await scene.addWorkspace();
  const batchId = await addBatch(ctx, projectId, null);
  await inTransaction(ctx, (tx) =>
    tx.update(batches).set({ state: "paused" }).where(eq(batches.id, batchId)),
  );
  let asked = 0;
  const providers = providersWith(async () => {
    asked += 1;
    return answer;
  });
  const result = await callModel({ ctx, providers, input: input(projectId, batchId) });
  expect(result).toMatchObject({ attemptId: null, kind: "stopped" });
  expect(asked).toBe(0);
});

test("a call that broke after it may have cost something counts at what was held back", async () => {
  const { ctx, projectId } = await scene.addWorkspace();
  const providers = providersWith(async () => {
    throw new ProviderError({
      code: "broken_off",
      message: "It broke off.",
      kind: "retryable",
      billed: "unknown",
      partial: { text: "Hel", usage: null },
    });
  });
  const { attemptId } = await callModel({ ctx, providers, input: input(projectId) });
  const [call] = await scene.ownerDb
    .select()
    .from(callAttempts)
    .where(eq(callAttempts.id, attemptId ?? ""));
  expect(call).toMatchObject({
    state: "billed_unknown",
    response: { text: "Hel" },
    costMicros: call?.reservedMicros,
  });
  const budgets = await inTransaction(ctx, (tx) => readBudgets(tx, { projectId }));
  for (const budget of budgets) {
    expect(budget).toMatchObject({ settledMicros: call?.reservedMicros, reservedMicros: 0 });
  }
});
