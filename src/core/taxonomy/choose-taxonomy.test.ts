import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { checkReferences } from "./check-references.ts";
import { chooseTaxonomy } from "./choose-taxonomy.ts";
import { getStorylines } from "./get-storylines.ts";
import { getTaxonomy } from "./get-taxonomy.ts";
import { narrowPack } from "./narrow-pack.ts";
import { storylinesSchema, taxonomySchema } from "./schema.ts";
import { readStarterPack } from "./starter-pack.ts";
import { startProject } from "../templates/start-project.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";
import { conversationLabels, conversations } from "#/platform/db/tables/conversations.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const pack = await readStarterPack();
const keysOf = (dimension: string) =>
  pack.taxonomy.dimensions.find(({ key }) => key === dimension)?.values.map(({ key }) => key) ?? [];

test("whatever is left out, what remains names nothing that is gone", () => {
  const some = (dimension: string) =>
    fc.subarray(keysOf(dimension), { maxLength: keysOf(dimension).length - 1 });
  fc.assert(
    fc.property(
      fc.record({ persona: some("persona"), emotion: some("emotion"), topic: some("topic") }),
      (leaveOut) => {
        const { taxonomy, storylines } = narrowPack(pack, {
          kind: "starter",
          pack: "starter",
          leaveOut,
        });
        expect(checkReferences(taxonomy, storylines)).toEqual([]);
        expect(storylines.arcs).toHaveLength(pack.storylines.arcs.length);
        const left = taxonomy.dimensions.flatMap(({ values }) => values.map(({ key }) => key));
        for (const key of Object.values(leaveOut).flat()) expect(left).not.toContain(key);
      },
    ),
    { numRuns: 60 },
  );
});

test("own names of any script become a taxonomy that can be stored", () => {
  const name = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
    .map((text) => text.trim());
  const list = fc.uniqueArray(
    name.filter((text) => text !== "").map((label) => ({ label, description: "" })),
    { minLength: 1, maxLength: 8, selector: ({ label }) => label.toLowerCase() },
  );
  fc.assert(
    fc.property(list, list, (personas, topics) => {
      const own = narrowPack(pack, { kind: "own", personas, topics });
      const taxonomy = taxonomySchema.parse(own.taxonomy);
      expect(checkReferences(taxonomy, storylinesSchema.parse(own.storylines))).toEqual([]);
      const labels = taxonomy.dimensions.find(({ key }) => key === "persona")?.values;
      expect(labels?.map(({ label }) => label)).toEqual(personas.map(({ label }) => label));
    }),
    { numRuns: 60 },
  );
});

test("a project takes its own customers, and a seed loses labels that are gone", async () => {
  const { ctx } = world;
  const { id: projectId } = await startProject({ ctx, input: { name: "Bakery" } });
  const labels = { persona: "recent-retiree", emotion: "hope", tier: "template" };
  const [seed] = await world.ownerDb
    .insert(conversations)
    .values({
      workspaceId: ctx.workspaceId,
      projectId,
      reference: "SEED-01",
      origin: "seed",
      tier: "template",
      title: "A cake",
      labels,
      plan: {},
      position: 1,
      createdBy: ctx.actor.id,
      createdByName: ctx.actor.name,
    })
    .returning();
  if (!seed) throw new Error("no seed");
  await world.ownerDb.insert(conversationLabels).values(
    Object.entries(labels).map(([dimension, value]) => ({
      workspaceId: ctx.workspaceId,
      projectId,
      conversationId: seed.id,
      dimension,
      value,
    })),
  );
  const choice = {
    kind: "own" as const,
    personas: [{ label: "Wedding couple", description: "Orders once, worries a lot." }],
    topics: [{ label: "Cakes" }, { label: "Allergies" }],
  };
  await chooseTaxonomy({ ctx, input: { projectId, choice } });
  const taxonomy = await getTaxonomy({ ctx, input: { projectId } });
  const valuesOf = (dimension: string) =>
    taxonomy.dimensions.find(({ key }) => key === dimension)?.values.map(({ label }) => label);
  expect(valuesOf("persona")).toEqual(["Wedding couple"]);
  expect(valuesOf("topic")).toEqual(["Cakes", "Allergies"]);
  expect(valuesOf("emotion")).toContain("Hope");
  expect((await getStorylines({ ctx, input: { projectId } })).scenarios).toEqual([]);
  const [after] = await world.ownerDb.select().from(conversations);
  expect(after?.labels).toEqual({ emotion: "hope", tier: "template" });
  const left = await world.ownerDb.select().from(conversationLabels);
  expect(left.map(({ dimension }) => dimension).toSorted()).toEqual(["emotion", "tier"]);
  const events = await world.ownerDb.select().from(auditEvents);
  expect(events.at(-1)).toMatchObject({ action: "taxonomy.chosen", targetId: projectId });

  await world.ownerDb.update(conversations).set({ origin: "planned" });
  await expect(chooseTaxonomy({ ctx, input: { projectId, choice } })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await getTaxonomy({ ctx, input: { projectId } })).toEqual(taxonomy);
});

test("nothing left, the same name twice and a reader's role are refused with a sentence", async () => {
  const { ctx, projectId } = world;
  const leaveOut = { topic: keysOf("topic") };
  await expect(
    chooseTaxonomy({ ctx, input: { projectId, choice: { kind: "starter", leaveOut } } }),
  ).rejects.toMatchObject({ code: "invalid_input", fields: [{ field: "choice.leaveOut.topic" }] });
  const twice = [{ label: "Guest" }, { label: "guest" }];
  await expect(
    chooseTaxonomy({
      ctx,
      input: { projectId, choice: { kind: "own", personas: twice, topics: [{ label: "Rooms" }] } },
    }),
  ).rejects.toMatchObject({ fields: [{ field: "choice.personas.1.label" }] });
  const viewer = await world.addMember("viewer");
  await expect(
    chooseTaxonomy({ ctx: viewer, input: { projectId, choice: { kind: "starter" } } }),
  ).rejects.toMatchObject({ code: "forbidden" });
});
