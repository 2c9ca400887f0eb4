import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import { listProjects } from "../projects/list-projects.ts";
import { getStorylines } from "../taxonomy/get-storylines.ts";
import { getTaxonomy } from "../taxonomy/get-taxonomy.ts";
import { importTaxonomy } from "../taxonomy/import-taxonomy.ts";
import { tiers } from "../taxonomy/schema.ts";
import { getCurrentTemplate } from "./get-current-template.ts";
import { startProject } from "./start-project.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

test("a starter project has taxonomy, storylines and a template for each tier", async () => {
  const { ctx } = world;
  const project = await startProject({ ctx, input: { name: " My practice " } });
  expect(project).toMatchObject({ name: "My practice", isSample: false, currency: "USD" });
  expect(await getProject({ ctx, input: { projectId: project.id } })).toEqual(project);
  expect((await listProjects({ ctx })).map((each) => each.id)).toContain(project.id);

  const input = { projectId: project.id };
  const { dimensions } = await getTaxonomy({ ctx, input });
  expect(dimensions.map((dimension) => dimension.key)).toEqual(
    expect.arrayContaining(["persona", "emotion", "content_category", "topic", "tier"]),
  );
  expect(dimensions[0]?.values).toHaveLength(7);
  const storylines = await getStorylines({ ctx, input });
  expect(storylines.arcs).toHaveLength(17);
  expect(storylines.scenarios).toHaveLength(35);
  expect(storylines.edgeCases).toHaveLength(15);
  expect(storylines.scenarios.flatMap((scenario) => scenario.documents)).toEqual([]);
  for (const tier of tiers) {
    const template = await inTransaction(ctx, (tx, ctx) =>
      getCurrentTemplate(tx, ctx, { projectId: project.id, tier }),
    );
    expect(template.number).toBe(1);
    expect(template.body).toContain("{{chunks}}");
  }
  const events = await world.ownerDb.select().from(auditEvents);
  expect(events.filter((event) => event.targetId === project.id)).toMatchObject([
    { action: "project.created", actorName: ctx.actor.name },
  ]);
});

test("an empty project has templates and nothing else", async () => {
  const { ctx } = world;
  const { id } = await startProject({ ctx, input: { name: "Bare", startFrom: "empty" } });
  expect(await getTaxonomy({ ctx, input: { projectId: id } })).toEqual({ dimensions: [] });
  await inTransaction(ctx, (tx, ctx) =>
    getCurrentTemplate(tx, ctx, { projectId: id, tier: "scenario" }),
  );
});

test("wrong input is refused by field, and a viewer may not", async () => {
  await expect(startProject({ ctx: world.ctx, input: { name: "  " } })).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "name", message: "Enter a name for the project." }],
  });
  const viewer = await world.addMember("viewer");
  await expect(startProject({ ctx: viewer, input: { name: "Mine" } })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("foreign and unknown projects look alike", async () => {
  const other = await world.addWorkspace();
  for (const projectId of [other.projectId, "00000000-0000-4000-8000-000000000000", "nonsense"]) {
    const input = { projectId };
    await expect(getProject({ ctx: world.ctx, input })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(getTaxonomy({ ctx: world.ctx, input })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(getStorylines({ ctx: world.ctx, input })).rejects.toMatchObject({
      code: "not_found",
    });
  }
});

test("a taxonomy that names what isn't there is refused whole, each place by its path", async () => {
  const { ctx, projectId } = world;
  const value = (key: string) => ({ key, label: key });
  const scenario = {
    key: "windfall",
    label: "Windfall",
    family: "life",
    description: "An inheritance comes at a bad moment.",
    complexity: 2,
    topic: "debtt",
    emotions: ["hope"],
    outcome: "resolved",
    personas: ["nobody"],
    situation: "",
    documents: [],
  };
  const input = {
    projectId,
    taxonomy: {
      dimensions: [
        { key: "persona", label: "Persona", values: [value("planner"), value("planner")] },
        { key: "emotion", label: "Emotion", values: [value("hope")] },
        { key: "topic", label: "Topic", values: [value("debt")] },
        { key: "outcome", label: "Outcome", values: [value("resolved")] },
        { key: "tier", label: "Tier", values: [value("gold")] },
      ],
    },
    storylines: { arcs: [], scenarios: [scenario], edgeCases: [] },
  };
  const refusal = await importTaxonomy({ ctx, input }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "invalid_input" });
  expect((refusal as { fields: { field: string }[] }).fields.map((fault) => fault.field)).toEqual([
    "dimensions.0.values.1.key",
    "dimensions.4.values.0.key",
    "scenarios.0.topic",
    "scenarios.0.personas.0",
  ]);
  expect(await getTaxonomy({ ctx, input: { projectId } })).toEqual({ dimensions: [] });
});
