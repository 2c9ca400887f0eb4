import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cancelBatch } from "./cancel-batch.ts";
import { estimateBatch } from "./estimate-batch.ts";
import { getBatchProgress } from "./get-batch-progress.ts";
import type { startBatchInput } from "./schema.ts";
import type { z } from "zod";
import { startBatch } from "./start-batch.ts";
import { inTransaction } from "../context.ts";
import { addTemplate } from "../templates/add-template.ts";
import { listTemplates } from "../templates/list-templates.ts";
import { retireTemplate } from "../templates/retire-template.ts";
import { saveTemplate } from "../templates/save-template.ts";
import { getTemplate } from "../templates/get-template.ts";
import { createProviders, type Providers } from "../writers/registry.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";
import { conversations, conversationVersions } from "#/platform/db/tables/conversations.ts";
import { batchItems, callAttempts } from "#/platform/db/tables/generation.ts";
import type { ProviderRequest } from "#/platform/llm/port.ts";
import type { TestContext } from "../../../test/context.ts";
import { createGenerationScene, goodAnswer, runHere, scripted } from "../../../test/generation.ts";

let scene: TestContext;
/** Of the arc tier's template: the product's text, and one that says "SECOND". */
let versions: { templateId: string; first: string; second: string };
let scenarioVersion: string;
beforeAll(async () => {
  scene = await createGenerationScene({ template: 14, scenario: 3, edge_case: 0 });
  versions = await addSecondVersion("template");
  const templates = await listTemplates({ ctx: scene.ctx, input: scene });
  scenarioVersion = templates.find(({ tier }) => tier === "scenario")?.versions[0]?.id ?? "";
});
afterAll(() => scene.close());

const rest = { kind: "filter" as const, filter: { status: ["not_generated" as const] } };

async function addSecondVersion(tier: string) {
  const { ctx, projectId } = scene;
  const templates = await listTemplates({ ctx, input: { projectId } });
  const templateId = templates.find((each) => each.tier === tier && each.arc === null)?.id ?? "";
  const { body, versions } = await getTemplate({ ctx, input: { templateId } });
  const { versionId } = await saveTemplate({
    ctx,
    input: { templateId, body: `${body}\nSECOND.`, reason: "To compare.", baseNumber: 1 },
  });
  return { templateId, first: versions[0]?.id ?? "", second: versionId };
}

function overVersions(...versionIds: string[]) {
  return {
    over: "template" as const,
    arms: versionIds.map((id, at) => ({ label: `Side ${at + 1}`, templateVersionIds: [id] })),
  };
}

type StartInput = z.input<typeof startBatchInput>;
function start(providers: Providers, input: Partial<StartInput>) {
  return startBatch({
    ctx: scene.ctx,
    providers,
    input: { projectId: scene.projectId, selection: rest, expectedCount: 6, ...input },
  });
}

/** Its items with what wrote them, in their order. */
function itemsOf(batchId: string) {
  return inTransaction(scene.ctx, (tx) =>
    tx
      .select({
        conversationId: batchItems.conversationId,
        arm: batchItems.arm,
        tier: conversations.tier,
        templateVersionId: conversationVersions.templateVersionId,
        model: conversationVersions.model,
      })
      .from(batchItems)
      .innerJoin(conversations, eq(conversations.id, batchItems.conversationId))
      .leftJoin(conversationVersions, eq(conversationVersions.id, conversations.currentVersionId))
      .where(eq(batchItems.batchId, batchId))
      .orderBy(asc(batchItems.position)),
  );
}

const promptOf = ({ messages }: ProviderRequest) => messages[1]?.content ?? "";

/** Two paid writers, of which the second costs ten times the first. */
function twoWriters(): Providers {
  const [one] = scripted(goodAnswer).local.values();
  const [other] = scripted(goodAnswer).local.values();
  if (!one || !other) throw new Error("no scripted writer");
  const model = other.models[0];
  if (!model) throw new Error("no model");
  const prices = { ...model.prices, input: 10, output: 50 };
  const dear = { ...model, model: "dear-1", label: "Dear 1", prices, secondsPerConversation: 9 };
  return createProviders([one, { ...other, id: "dear", label: "Dear", models: [dear] }]);
}
const overWriters = {
  over: "writer" as const,
  arms: [
    { label: "Cheap", writer: { provider: "scripted", model: "scripted-1" } },
    { label: "Dear", writer: { provider: "dear", model: "dear-1" } },
  ],
};

test("each side writes with its own version; rows of other templates are left out, and it is on the record", async () => {
  const { ctx, projectId } = scene;
  const split = overVersions(versions.first, versions.second);
  const asked: string[] = [];
  const providers = scripted(async (request) => {
    asked.push(promptOf(request));
    return goodAnswer(request);
  });
  const input = { projectId, selection: rest, split, limit: 6 };
  const estimate = await estimateBatch({ ctx, providers, input });
  expect(estimate).toMatchObject({
    count: 6,
    arms: [
      { label: "Side 1", count: 3, costMicros: estimate.costMicros.expected / 2 },
      { label: "Side 2", count: 3 },
    ],
  });
  expect(estimate.warnings.join(" ")).toContain("3 selected conversations left out");

  const batch = await start(providers, { split, limit: 6 });
  await runHere(ctx, providers, batch.id);
  const items = await itemsOf(batch.id);
  expect(items.map(({ tier }) => tier)).toEqual(Array<string>(6).fill("template"));
  for (const { arm, templateVersionId } of items) {
    expect(templateVersionId).toBe([versions.first, versions.second][arm ?? -1]);
  }
  expect(items.filter(({ arm }) => arm === 1)).toHaveLength(3);
  expect(asked.filter((prompt) => prompt.endsWith("SECOND."))).toHaveLength(3);
  const attempts = await inTransaction(ctx, (tx) =>
    tx.select().from(callAttempts).where(eq(callAttempts.batchId, batch.id)),
  );
  const armOf = new Map(items.map(({ conversationId, arm }) => [conversationId, arm]));
  for (const { conversationId, templateVersionId } of attempts) {
    const arm = armOf.get(conversationId ?? "") ?? -1;
    expect(templateVersionId).toBe([versions.first, versions.second][arm]);
  }
  const [event] = await scene.ownerDb
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.targetId, batch.id))
    .orderBy(asc(auditEvents.sequence));
  expect(event?.action).toBe("batch.started");
  expect(JSON.parse(event?.details ?? "")).toMatchObject({
    compared: "template",
    sides: ["Side 1", "Side 2"],
  });
});

test("each side writes with its own writer; the estimate adds them up, and each is charged its price", async () => {
  const { ctx, projectId } = scene;
  const providers = twoWriters();
  const input = { projectId, selection: rest, limit: 4 };
  const of = (writer: { provider: string; model: string }) =>
    estimateBatch({ ctx, providers, input: { ...input, limit: 2, writer } });
  const cheap = await of({ provider: "scripted", model: "scripted-1" });
  const dear = await of({ provider: "dear", model: "dear-1" });
  const both = await estimateBatch({ ctx, providers, input: { ...input, split: overWriters } });
  expect(both.count).toBe(4);
  expect(both.writer.label).toBe("Scripted 1 and Dear 1");
  expect(both.arms?.map(({ count }) => count)).toEqual([2, 2]);
  const total = cheap.costMicros.expected + dear.costMicros.expected;
  expect(both.costMicros.expected / total).toBeGreaterThan(0.6);
  expect(both.costMicros.expected / total).toBeLessThan(1.6);
  const parts = both.arms?.reduce((sum, { costMicros }) => sum + costMicros, 0);
  expect(parts).toBeCloseTo(both.costMicros.expected, 3);
  expect(both.concurrency).toBe(4);

  const batch = await start(providers, { split: overWriters, limit: 4, expectedCount: 4 });
  await runHere(ctx, providers, batch.id);
  const items = await itemsOf(batch.id);
  for (const { arm, model } of items) expect(model).toBe(["scripted-1", "dear-1"][arm ?? -1]);
  const { costMicros, done } = await getBatchProgress({ ctx, input: { batchId: batch.id } });
  expect(done).toBe(4);
  // 1,000 tokens in and 200 out: 2,000 millionths at the first price, 20,000 at the other.
  expect(costMicros).toBe(2 * 2_000 + 2 * 20_000);
});

test("a stop amount holds for all sides together", async () => {
  const { ctx } = scene;
  const providers = twoWriters();
  const capMicros = 1_000;
  const batch = await start(providers, {
    split: overWriters,
    limit: 2,
    expectedCount: 2,
    capMicros,
  });
  await runHere(ctx, providers, batch.id);
  const progress = await getBatchProgress({ ctx, input: { batchId: batch.id } });
  expect(progress).toMatchObject({ state: "paused", pause: { kind: "cap" }, done: 0 });
  expect(progress.costMicros).toBe(0);
  await cancelBatch({ ctx, input: { batchId: batch.id } });
});

test("what can't be compared is refused in words, and nothing starts", async () => {
  const { projectId } = scene;
  const providers = twoWriters();
  const good = overVersions(versions.first, versions.second);
  const [one] = good.arms;
  if (!one) throw new Error("no side");
  const refusals: [Partial<StartInput>, object][] = [
    [{ split: { ...good, arms: [one] } }, { code: "invalid_input" }],
    [{ split: overVersions(versions.first, versions.first) }, { code: "invalid_input" }],
    [
      { split: { ...good, arms: good.arms.map((arm) => ({ ...arm, label: "Same" })) } },
      { fields: [{ field: "split.arms.1.label" }] },
    ],
    [
      { split: { ...overWriters, over: "template" } },
      {
        fields: expect.arrayContaining([expect.objectContaining({ field: "split.arms.0.writer" })]),
      },
    ],
    [{ split: good, mode: "overnight" }, { fields: [{ field: "mode" }] }],
    [{ split: good, target: { good: 1, candidates: 2 } }, { fields: [{ field: "target" }] }],
    [
      { split: overWriters, writer: { provider: "dear", model: "dear-1" } },
      { fields: [{ field: "writer" }] },
    ],
    [{ split: overVersions(versions.first, projectId) }, { code: "not_found" }],
    [
      {
        split: {
          over: "template",
          arms: [
            { label: "A", templateVersionIds: [versions.first, versions.second] },
            { label: "B", templateVersionIds: [versions.first] },
          ],
        },
      },
      { code: "conflict", message: expect.stringContaining("two versions of the template") },
    ],
    [{ split: good, limit: 1, expectedCount: 1 }, { fields: [{ field: "split" }] }],
    [{ split: good, limit: 2, expectedCount: 3 }, { code: "conflict" }],
    // The sides have no template in common: no row takes part.
    [
      { split: overVersions(versions.first, scenarioVersion), expectedCount: 2 },
      { code: "conflict", message: expect.stringContaining("None of the selected") },
    ],
  ];
  for (const [input, expected] of refusals) {
    await expect(start(providers, input), JSON.stringify(input)).rejects.toMatchObject(expected);
  }
  const viewer = await scene.addMember("viewer");
  const request = { projectId, selection: rest, expectedCount: 2, split: good };
  await expect(startBatch({ ctx: viewer, providers, input: request })).rejects.toMatchObject({
    code: "forbidden",
  });
  const other = await scene.addWorkspace();
  await expect(
    startBatch({ ctx: other.ctx, providers, input: { ...request, projectId: other.projectId } }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("a row whose arc has a template of its own takes part only where that one is compared", async () => {
  const { ctx, projectId } = scene;
  const open = await inTransaction(ctx, (tx) =>
    tx
      .select({ plan: conversations.plan, state: conversations.generationState })
      .from(conversations)
      .where(eq(conversations.tier, "template")),
  );
  const arcs = open.flatMap(({ plan, state }) =>
    state === "not_generated" ? [(plan as { arc: string }).arc] : [],
  );
  const [arc = ""] = arcs;
  const { templateId } = await addTemplate({ ctx, input: { projectId, tier: "template", arc } });
  const split = overVersions(versions.first, versions.second);
  const providers = scripted(goodAnswer);
  const input = { projectId, selection: rest, split };
  const { count } = await estimateBatch({ ctx, providers, input });
  expect(count).toBe(arcs.filter((each) => each !== arc).length);
  await retireTemplate({ ctx, input: { templateId } });
  expect((await estimateBatch({ ctx, providers, input })).count).toBe(arcs.length);
  const retired = await getTemplate({ ctx, input: { templateId } });
  const withRetired = overVersions(versions.first, retired.versions[0]?.id ?? "");
  await expect(
    estimateBatch({ ctx, providers, input: { ...input, split: withRetired } }),
  ).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("is retired") });
});
