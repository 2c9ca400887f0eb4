import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getOverview } from "./get-overview.ts";
import { chooseNextStep, type Standing } from "./next-step.ts";
import { overviewSchema } from "./schema.ts";
import { type Context, inTransaction } from "../context.ts";
import { createExport } from "../exports/create-export.ts";
import { decideConversations } from "../review/decide.ts";
import { batches, callAttempts } from "#/platform/db/tables/generation.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, addDocument, eightTexts } from "../../../test/scene.ts";

let test: TestContext;
beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());

describe("getOverview", () => {
  it("counts planned rows by status and tier, seeds apart, with sources and cost", async () => {
    const { ctx, projectId } = await test.addWorkspace();
    await addDocument(ctx, projectId, "guide", ["One.", "Two.", "Three."]);
    const add = (scene: Parameters<typeof addConversation>[2]) =>
      addConversation(ctx, projectId, scene);
    await add({ origin: "seed", texts: eightTexts, reviewState: "approved" });
    await add({ texts: eightTexts, reviewState: "approved", isPractice: true });
    await add({ texts: eightTexts, reviewState: "needs_review", tier: "scenario" });
    await add({ tier: "edge_case", generationState: "failed" });
    await add({ tier: "edge_case" });
    for (const costMicros of [1_500, 2_500]) await spend(ctx, projectId, costMicros);
    const overview = await getOverview({ ctx, input: { projectId } });
    expect(overviewSchema.strict().parse(overview)).toEqual(overview);
    expect(overview).toMatchObject({
      byStatus: { approved: 1, needs_review: 1, failed: 1, not_generated: 1 },
      byTier: {
        template: { planned: 1, generated: 1, approved: 1 },
        scenario: { planned: 1, generated: 1, approved: 0 },
        edge_case: { planned: 2, generated: 0, approved: 0 },
      },
      planned: 4,
      generated: 2,
      approved: 1,
      practice: 1,
      seeds: 1,
      documents: 1,
      chunks: 3,
      costMicros: 4_000,
    });
  });

  it("knows nothing of a foreign project", async () => {
    const { ctx } = await test.addWorkspace();
    await expect(getOverview({ ctx, input: { projectId: test.projectId } })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("leads from the first document to the last export", async () => {
    const { ctx, projectId } = await test.addWorkspace();
    const step = async () => (await getOverview({ ctx, input: { projectId } })).nextStep;
    expect(await step()).toMatchObject({ kind: "import" });
    await addDocument(ctx, projectId, "guide", ["One."]);
    expect(await step()).toMatchObject({
      kind: "plan",
      text: expect.stringMatching(/^1 document is in/),
    });
    await addConversation(ctx, projectId);
    expect(await step()).toMatchObject({ kind: "generate", count: 1 });
    await addConversation(ctx, projectId, { generationState: "failed" });
    expect(await step()).toMatchObject({ kind: "retry", count: 1 });
    const batch = await startBatch(ctx, projectId);
    expect(await step()).toMatchObject({ kind: "watch", count: 5 });
    await batch.become("paused");
    expect(await step()).toMatchObject({ kind: "watch", title: "A run is paused" });
    await batch.become("finished");
    expect(await step()).toMatchObject({ kind: "retry" });
  });

  it("asks for an export once, and again after a new version was approved", async () => {
    const { ctx, projectId } = await test.addWorkspace();
    const step = async () => (await getOverview({ ctx, input: { projectId } })).nextStep;
    const approve = (id: string) =>
      decideConversations({
        ctx,
        input: { projectId, selection: { kind: "ids", ids: [id] }, decision: "approve" },
      });
    const id = await addConversation(ctx, projectId, { texts: eightTexts });
    expect(await step()).toMatchObject({ kind: "review", count: 1 });
    await approve(id);
    expect(await step()).toMatchObject({ kind: "export", count: 1 });
    await createExport({ ctx, input: { projectId } });
    expect(await step()).toMatchObject({ kind: "done", count: 1 });
    await approve(await addConversation(ctx, projectId, { texts: ["New?", "New."] }));
    expect(await step()).toMatchObject({ kind: "export", count: 1 });
  });
});

describe("chooseNextStep", () => {
  const standing = (more: Partial<Standing> & { byStatus: Standing["byStatus"] }): Standing => ({
    documents: 3,
    seeds: 0,
    planned: 90,
    running: 0,
    paused: 0,
    approved: 0,
    approvedPractice: 0,
    notExported: 0,
    ...more,
  });

  it("speaks of practice when only practice is approved", () => {
    const step = chooseNextStep(
      standing({ byStatus: { approved: 4 }, approved: 4, approvedPractice: 4 }),
    );
    expect(step).toMatchObject({
      kind: "export",
      count: 4,
      text: expect.stringMatching(/practice/),
    });
  });

  it("offers what is left when nothing was approved", () => {
    expect(chooseNextStep(standing({ byStatus: { flagged: 2, rejected: 88 } }))).toMatchObject({
      kind: "review",
      title: "Settle 2 flagged conversations",
    });
    expect(chooseNextStep(standing({ byStatus: { rejected: 90 } }))).toMatchObject({
      kind: "generate",
      count: 90,
    });
  });

  it("tries three first, has them read, and then goes on", () => {
    const step = (byStatus: Record<string, number>, approved = 0) =>
      chooseNextStep(standing({ byStatus, approved }));
    expect(step({ not_generated: 90 })).toMatchObject({ kind: "pilot", count: 90 });
    const few = standing({ planned: 9, byStatus: { not_generated: 9 } });
    expect(chooseNextStep(few)).toMatchObject({ kind: "generate" });
    expect(step({ not_generated: 87, generated: 2, needs_review: 1 })).toMatchObject({
      kind: "review",
      count: 3,
      title: "Read the first 3 conversations",
      text: expect.stringMatching(/87 conversations still to come/),
    });
    expect(step({ not_generated: 87, approved: 2, rejected: 1 }, 2)).toMatchObject({
      kind: "generate",
      count: 87,
    });
    expect(step({ not_generated: 60, generated: 30 })).toMatchObject({ kind: "generate" });
    expect(step({ not_generated: 87, failed: 3 })).toMatchObject({ kind: "retry" });
  });

  it("says how much of the plan stands, in good English for one and for many", () => {
    const text = (notGenerated: number) =>
      chooseNextStep(standing({ byStatus: { not_generated: notGenerated } })).text;
    expect(text(89)).toMatch(/^1 planned conversation of 90 already has a text/);
    expect(text(45)).toMatch(/^45 planned conversations of 90 already have their text/);
    expect(text(90)).toMatch(/nothing is written yet/);
  });
});

async function spend(ctx: Context, projectId: string, costMicros: number): Promise<void> {
  await inTransaction(ctx, (tx) =>
    tx.insert(callAttempts).values({
      workspaceId: ctx.workspaceId,
      projectId,
      purpose: "write",
      attempt: 1,
      state: "succeeded",
      provider: "test",
      model: "test",
      parameters: {},
      request: {},
      requestHash: "0",
      costMicros,
      sentAt: new Date(),
    }),
  );
}

async function startBatch(ctx: Context, projectId: string) {
  const [batch] = await inTransaction(ctx, (tx) =>
    tx
      .insert(batches)
      .values({
        workspaceId: ctx.workspaceId,
        projectId,
        number: 1,
        writer: "practice",
        model: "test",
        total: 5,
        estimate: {},
        createdBy: ctx.actor.id,
        createdByName: ctx.actor.name,
        createdByRole: "owner",
      })
      .returning(),
  );
  const become = (state: "paused" | "finished") =>
    inTransaction(ctx, (tx) =>
      tx
        .update(batches)
        .set({ state })
        .where(eq(batches.id, batch?.id ?? "")),
    );
  return { become };
}
