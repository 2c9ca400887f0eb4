import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation } from "../../../test/scene.ts";
import { addDimension } from "../taxonomy/add-dimension.ts";
import { addStoryline } from "../taxonomy/add-storyline.ts";
import { addValue } from "../taxonomy/add-value.ts";
import { copyStoryline } from "../taxonomy/copy-storyline.ts";
import { getEditableTaxonomy } from "../taxonomy/get-editable-taxonomy.ts";
import { getTaxonomy } from "../taxonomy/get-taxonomy.ts";
import { importTaxonomy } from "../taxonomy/import-taxonomy.ts";
import { mergeValues } from "../taxonomy/merge-values.ts";
import { previewMerge } from "../taxonomy/preview-merge.ts";
import { reorderValues } from "../taxonomy/reorder-values.ts";
import { retireDimension } from "../taxonomy/retire-dimension.ts";
import { retireStoryline } from "../taxonomy/retire-storyline.ts";
import { retireValue } from "../taxonomy/retire-value.ts";
import { readStarterPack } from "../taxonomy/starter-pack.ts";
import { updateDimension } from "../taxonomy/update-dimension.ts";
import { updateStoryline } from "../taxonomy/update-storyline.ts";
import { updateValue } from "../taxonomy/update-value.ts";
import { type Context, inTransaction } from "../context.ts";
import { getFacets } from "../conversations/get-facets.ts";
import { listConversations } from "../conversations/list-conversations.ts";
import { buildPrompt, readProjectMaterial } from "./build-prompt.ts";
import { createPlan } from "../planning/create-plan.ts";
import { startProject } from "../templates/start-project.ts";

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
const scenario = pack.storylines.scenarios[0];
if (!arc || !scenario) throw new Error("the pack has no storylines");

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
