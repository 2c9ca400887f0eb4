import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, addDocument } from "../../../test/scene.ts";
import { addDimension } from "./add-dimension.ts";
import { addStoryline } from "./add-storyline.ts";
import { addValue } from "./add-value.ts";
import { copyStoryline } from "./copy-storyline.ts";
import type { StorylineDraft } from "./edit-schema.ts";
import { getEditableStorylines } from "./get-editable-storylines.ts";
import { getEditableTaxonomy } from "./get-editable-taxonomy.ts";
import { getStorylines } from "./get-storylines.ts";
import { getTaxonomy } from "./get-taxonomy.ts";
import { importTaxonomy } from "./import-taxonomy.ts";
import { mergeValues } from "./merge-values.ts";
import { previewMerge } from "./preview-merge.ts";
import { reorderValues } from "./reorder-values.ts";
import { retireDimension } from "./retire-dimension.ts";
import { retireStoryline } from "./retire-storyline.ts";
import { retireValue } from "./retire-value.ts";
import { readStarterPack } from "./starter-pack.ts";
import { updateDimension } from "./update-dimension.ts";
import { updateStoryline } from "./update-storyline.ts";
import { updateValue } from "./update-value.ts";
import { type Context, inTransaction } from "../context.ts";
import { deleteConversations } from "../conversations/delete-conversations.ts";
import { getFacets } from "../conversations/get-facets.ts";
import { listConversations } from "../conversations/list-conversations.ts";
import { restoreConversations } from "../conversations/restore-conversations.ts";
import { buildPrompt, readProjectMaterial } from "../generation/build-prompt.ts";
import { createPlan } from "../planning/create-plan.ts";
import { startProject } from "../templates/start-project.ts";
import { verifyAudit } from "../audit/verify-audit.ts";
import { conversationLabels, conversations } from "#/platform/db/tables/conversations.ts";
import { documents } from "#/platform/db/tables/sources.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";

let world: TestContext;
let ctx: Context;
beforeAll(async () => {
  world = await createTestContext();
  ctx = world.ctx;
});
afterAll(() => world.close());

const pack = await readStarterPack();
const newProject = async () => (await startProject({ ctx, input: { name: "P" } })).id;
const valuesOf = async (projectId: string, dimension: string) =>
  (await getTaxonomy({ ctx, input: { projectId } })).dimensions.find(({ key }) => key === dimension)
    ?.values ?? [];
const arc = pack.storylines.arcs[0];
const edgeCase = pack.storylines.edgeCases[0];
const scenario = pack.storylines.scenarios[0];
if (!arc || !edgeCase || !scenario) throw new Error("the pack has no storylines");

describe("values", () => {
  test("one is added, renamed under its key, put first, retired and brought back", async () => {
    const projectId = await newProject();
    const place = { projectId, dimension: "tone" };
    const { key } = await addValue({ ctx, input: { ...place, label: " Dry humour " } });
    expect(key).toBe("dry-humour");
    const id = await addConversation(ctx, projectId, { labels: { tone: key } });
    await updateValue({ ctx, input: { ...place, key, label: "Wry", weight: 2.5 } });
    expect((await valuesOf(projectId, "tone")).at(-1)).toMatchObject({
      key,
      label: "Wry",
      weight: 2.5,
    });
    const keys = (await valuesOf(projectId, "tone")).map((value) => value.key);
    await reorderValues({ ctx, input: { ...place, keys: [key, ...keys.slice(0, -1)] } });
    expect((await valuesOf(projectId, "tone"))[0]?.key).toBe(key);
    await expect(
      reorderValues({ ctx, input: { ...place, keys: keys.slice(1) } }),
    ).rejects.toMatchObject({ code: "invalid_input" });

    expect(await retireValue({ ctx, input: { ...place, key, retired: true } })).toEqual({
      inUse: 1,
    });
    expect((await valuesOf(projectId, "tone")).map((value) => value.key)).not.toContain(key);
    const all = await getTaxonomy({ ctx, input: { projectId }, withRetired: true });
    expect(
      all.dimensions.flatMap(({ values }) => values).find((value) => value.retired),
    ).toMatchObject({ key, label: "Wry" });
    const found = await listConversations({
      ctx,
      input: { projectId, filter: { labels: { tone: [key] } } },
    });
    expect(found.rows.map((row) => row.id)).toEqual([id]);
    await expect(addValue({ ctx, input: { ...place, label: "WRY" } })).rejects.toMatchObject({
      message: expect.stringContaining("retired: bring it back"),
    });
    await retireValue({ ctx, input: { ...place, key, retired: false } });
    expect((await valuesOf(projectId, "tone"))[0]?.key).toBe(key);
  });

  test.each([
    ["an empty name", { label: "  " }, "label"],
    ["a name that stands there in other case", { label: "wARM " }, "label"],
    [
      "a reserved attribute",
      { label: "X", attributes: { constructor: "x" } },
      "attributes.constructor",
    ],
    ["a key of another value", { label: "X", key: "warm" }, "key"],
    ["a weight below nothing", { label: "X", weight: -1 }, "weight"],
  ])("%s is refused and nothing is added", async (_name, value, field) => {
    const projectId = await newProject();
    const before = await valuesOf(projectId, "tone");
    await expect(
      addValue({ ctx, input: { projectId, dimension: "tone", ...value } }),
    ).rejects.toMatchObject({ code: "invalid_input", fields: [{ field }] });
    expect(await valuesOf(projectId, "tone")).toEqual(before);
  });

  test("a project that began empty takes values of built-in dimensions, and tiers stay three", async () => {
    const { id: projectId } = await startProject({ ctx, input: { name: "E", startFrom: "empty" } });
    await addValue({ ctx, input: { projectId, dimension: "persona", label: "Guest" } });
    const { dimensions } = await getEditableTaxonomy({ ctx, input: { projectId } });
    expect(dimensions.find(({ key }) => key === "persona")).toMatchObject({
      label: "Persona",
      builtIn: true,
      values: [{ key: "guest", conversations: 0 }],
    });
    expect(dimensions.map(({ key }) => key)).toContain("topic");
    await expect(
      addValue({ ctx, input: { projectId, dimension: "tier", label: "Gold" } }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(
      addValue({ ctx, input: { projectId, dimension: "nowhere", label: "X" } }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("merging", () => {
  test("moves labels in both stores, storylines and documents, deleted rows too, in one go", async () => {
    const projectId = await newProject();
    const persona = { projectId, dimension: "persona" };
    const from = "recent-retiree";
    const into = "anxious-planner";
    const ids = [
      await addConversation(ctx, projectId, { labels: { persona: from, topic: "tax" } }),
      await addConversation(ctx, projectId, { labels: { persona: from } }),
      await addConversation(ctx, projectId, { labels: { persona: into } }),
    ];
    const [, gone = ""] = ids;
    await deleteConversations({
      ctx,
      input: { projectId, selection: { kind: "ids", ids: [gone] } },
    });
    const preview = await previewMerge({ ctx, input: { ...persona, key: from, into } });
    expect(preview.conversations).toBe(2);
    expect(preview.storylines.length).toBeGreaterThan(3);

    await expect(
      mergeValues({ ctx, input: { ...persona, key: from, into, expectedCount: 1 } }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await valuesOf(projectId, "persona")).toHaveLength(7);

    const moved = await mergeValues({
      ctx,
      input: { ...persona, key: from, into, expectedCount: 2 },
    });
    expect(moved).toEqual(preview);
    await restoreConversations({ ctx, input: { projectId, ids: [gone] } });
    const rows = await world.ownerDb
      .select({ labels: conversations.labels })
      .from(conversations)
      .where(eq(conversations.projectId, projectId));
    expect(rows.map(({ labels }) => (labels as Record<string, string>)["persona"])).toEqual([
      into,
      into,
      into,
    ]);
    const narrow = await world.ownerDb
      .select({ value: conversationLabels.value })
      .from(conversationLabels)
      .where(
        and(
          eq(conversationLabels.projectId, projectId),
          eq(conversationLabels.dimension, "persona"),
        ),
      );
    expect(narrow.map(({ value }) => value)).toEqual([into, into, into]);
    expect((await valuesOf(projectId, "persona")).map(({ key }) => key)).not.toContain(from);
    const stories = JSON.stringify(await getStorylines({ ctx, input: { projectId } }));
    expect(stories).not.toContain(from);
    expect(stories).toContain(into);
    const events = await world.ownerDb
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.action, "values.merged"), eq(auditEvents.targetId, projectId)));
    expect(events).toHaveLength(1);
    expect(JSON.parse(String(events[0]?.details))).toMatchObject({
      count: 2,
      name: "Recent Retiree",
    });
    expect(await verifyAudit({ ctx })).toMatchObject({ intact: true });
  });

  test("a content category takes its documents along; itself and a retired one are refused", async () => {
    const projectId = await newProject();
    const { documentId } = await addDocument(ctx, projectId, "paper", ["Text."]);
    const [from, into] = (await valuesOf(projectId, "content_category")).map(({ key }) => key);
    if (!from || !into) throw new Error("no categories");
    await world.ownerDb
      .update(documents)
      .set({ category: from })
      .where(eq(documents.id, documentId));
    const place = { projectId, dimension: "content_category", key: from };
    await expect(previewMerge({ ctx, input: { ...place, into: from } })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await retireValue({ ctx, input: { ...place, key: into, retired: true } });
    await expect(previewMerge({ ctx, input: { ...place, into } })).rejects.toMatchObject({
      fields: [{ field: "into" }],
    });
    await retireValue({ ctx, input: { ...place, key: into, retired: false } });
    const moved = await mergeValues({ ctx, input: { ...place, into, expectedCount: 0 } });
    expect(moved.documents).toBe(1);
    const [paper] = await world.ownerDb
      .select()
      .from(documents)
      .where(eq(documents.id, documentId));
    expect(paper?.category).toBe(into);
  });
});

describe("dimensions of one's own", () => {
  test("one is planned, stored, filtered by, counted and written into the prompt", async () => {
    const projectId = await newProject();
    const { key } = await addDimension({
      ctx,
      input: { projectId, label: "Season", values: [{ label: "Summer" }, { label: "Winter" }] },
    });
    expect(key).toBe("season");
    const counts = { template: 6, scenario: 4, edge_case: 2 };
    await createPlan({ ctx, input: { projectId, counts, seed: 1 } });
    const filter = { labels: { season: ["winter"] } };
    const { total, rows } = await listConversations({ ctx, input: { projectId, filter } });
    expect(total).toBe(6);
    const facets = await getFacets({ ctx, input: { projectId } });
    expect(facets.counts["season"]).toEqual({ summer: 6, winter: 6 });
    const source = await readProjectMaterial(ctx, projectId);
    const prompt = await inTransaction(ctx, (tx, ctx) =>
      buildPrompt(tx, ctx, { conversationId: rows[0]?.id ?? "", model: "x", source }),
    );
    expect(JSON.stringify(prompt.request.messages)).toContain("Season: Winter");

    await retireDimension({ ctx, input: { projectId, dimension: key, retired: true } });
    await createPlan({ ctx, input: { projectId, counts, seed: 2 } });
    expect((await listConversations({ ctx, input: { projectId, filter } })).total).toBe(6);
    await updateDimension({ ctx, input: { projectId, dimension: key, label: "Time of year" } });
    const { dimensions } = await getEditableTaxonomy({ ctx, input: { projectId } });
    expect(dimensions.find((each) => each.key === key)).toMatchObject({
      label: "Time of year",
      retired: true,
      values: [{ conversations: 6 }, { conversations: 6 }],
    });
  });

  test.each([
    ["a name that stands there", { label: "persona " }, "label"],
    ["a key of a built-in one", { label: "X", key: "tone" }, "key"],
    ["a key that the table uses", { label: "X", key: "status" }, "key"],
    ["an inherited name", { label: "X", key: "constructor" }, "key"],
    ["a value twice", { label: "X", values: [{ label: "A" }, { label: "a" }] }, "values.1.label"],
  ])("%s is refused", async (_name, dimension, field) => {
    const projectId = await newProject();
    await expect(addDimension({ ctx, input: { projectId, ...dimension } })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ field }],
    });
  });

  test("a built-in one can be renamed and not retired", async () => {
    const projectId = await newProject();
    await updateDimension({ ctx, input: { projectId, dimension: "topic", label: "Subject" } });
    await expect(
      retireDimension({ ctx, input: { projectId, dimension: "topic", retired: true } }),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("storylines", () => {
  const draft = (label: string): StorylineDraft => ({
    kind: "arc",
    body: { ...arc, key: undefined, label },
  });

  test("one is added, changed, copied, retired and brought back; rows planned from it keep it", async () => {
    const projectId = await newProject();
    const { key } = await addStoryline({
      ctx,
      input: { projectId, storyline: draft("Slow thaw") },
    });
    const place = { projectId, kind: "arc" as const, key };
    await updateStoryline({
      ctx,
      input: {
        ...place,
        storyline: { kind: "arc", body: { ...arc, key, label: "Slow thaw", exchanges: [5, 6] } },
      },
    });
    expect(await copyStoryline({ ctx, input: place })).toEqual({ key: "slow-thaw-copy" });
    expect(await copyStoryline({ ctx, input: place })).toEqual({ key: "slow-thaw-copy-2" });
    await addConversation(ctx, projectId, { plan: { arc: key } });
    expect(await retireStoryline({ ctx, input: { ...place, retired: true } })).toEqual({
      inUse: 1,
    });
    const keys = async () =>
      (await getStorylines({ ctx, input: { projectId } })).arcs.map((each) => each.key);
    expect(await keys()).not.toContain(key);
    const { arcs } = await getEditableStorylines({ ctx, input: { projectId } });
    expect(arcs.find((each) => each.key === key)).toMatchObject({
      retired: true,
      planned: 1,
      exchanges: [5, 6],
    });
    expect(
      (await readProjectMaterial(ctx, projectId)).storylines.arcs.map((each) => each.key),
    ).toContain(key);
    await retireStoryline({ ctx, input: { ...place, retired: false } });
    expect(await keys()).toContain(key);
  });

  test("a scenario is grounded on documents and passages of the project, and no others", async () => {
    const projectId = await newProject();
    const { chunkIds } = await addDocument(ctx, projectId, "paper", ["One.", "Two."]);
    const body = {
      ...scenario,
      key: "own",
      label: "Own",
      documents: ["paper"],
      chunks: chunkIds.slice(1),
    };
    await addStoryline({ ctx, input: { projectId, storyline: { kind: "scenario", body } } });
    const stranger = { ...body, key: "own2", label: "Own 2", documents: ["nowhere"] };
    await expect(
      addStoryline({ ctx, input: { projectId, storyline: { kind: "scenario", body: stranger } } }),
    ).rejects.toMatchObject({
      fields: [{ field: "storyline.body.documents.0" }, { field: "storyline.body.chunks.0" }],
    });
  });

  test.each([
    [
      "intensities in the wrong order",
      {
        kind: "arc",
        body: { ...arc, key: "a", label: "A", start: { emotion: "hope", intensity: [0.9, 0.1] } },
      },
      "storyline.body.start.intensity",
    ],
    [
      "three exchanges",
      { kind: "arc", body: { ...arc, key: "a", label: "A", exchanges: [3, 5] } },
      "storyline.body.exchanges.0",
    ],
    [
      "a persona that isn't there",
      { kind: "arc", body: { ...arc, key: "a", label: "A", suitsPersonas: ["nobody"] } },
      "storyline.body.suitsPersonas.0",
    ],
    [
      "an arc that isn't there",
      { kind: "edge_case", body: { ...edgeCase, key: "a", label: "A", arc: "nowhere" } },
      "storyline.body.arc",
    ],
    [
      "a name that stands there",
      { kind: "arc", body: { ...arc, key: "a", label: " triumph" } },
      "label",
    ],
  ] satisfies [string, StorylineDraft, string][])(
    "%s: refused by its field",
    async (_name, storyline, field) => {
      const projectId = await newProject();
      await expect(addStoryline({ ctx, input: { projectId, storyline } })).rejects.toMatchObject({
        code: "invalid_input",
        fields: [{ field }],
      });
    },
  );
});

test("a reviewer may not change any of it, and another workspace finds nothing", async () => {
  const projectId = await newProject();
  const reviewer = await world.addMember("reviewer");
  const { ctx: foreign } = await world.addWorkspace();
  const value = { projectId, dimension: "tone", key: "warm" };
  const story = { projectId, kind: "arc" as const, key: arc.key };
  const body = { kind: "arc" as const, body: arc };
  const verbs: ((ctx: Context) => Promise<unknown>)[] = [
    (ctx) => addDimension({ ctx, input: { projectId, label: "X" } }),
    (ctx) => updateDimension({ ctx, input: { projectId, dimension: "tone", label: "X" } }),
    (ctx) => retireDimension({ ctx, input: { projectId, dimension: "tone", retired: true } }),
    (ctx) => addValue({ ctx, input: { ...value, key: "x", label: "X" } }),
    (ctx) => updateValue({ ctx, input: { ...value, label: "X" } }),
    (ctx) => retireValue({ ctx, input: { ...value, retired: true } }),
    (ctx) => reorderValues({ ctx, input: { ...value, keys: ["warm"] } }),
    (ctx) => mergeValues({ ctx, input: { ...value, into: "casual", expectedCount: 0 } }),
    (ctx) => addStoryline({ ctx, input: { projectId, storyline: body } }),
    (ctx) => updateStoryline({ ctx, input: { ...story, storyline: body } }),
    (ctx) => copyStoryline({ ctx, input: story }),
    (ctx) => retireStoryline({ ctx, input: { ...story, retired: true } }),
  ];
  for (const verb of verbs) {
    await expect(verb(reviewer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(verb(foreign)).rejects.toMatchObject({ code: "not_found" });
  }
  const empty = await world.addWorkspace();
  await importTaxonomy({ ctx: empty.ctx, input: { projectId: empty.projectId, ...pack } });
  await expect(
    previewMerge({
      ctx,
      input: { projectId: empty.projectId, dimension: "tone", key: "warm", into: "casual" },
    }),
  ).rejects.toMatchObject({ code: "not_found" });
});
