import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { layInSample } from "./lay-in-sample.ts";
import { inTransaction } from "#/core/context.ts";
import { verifyAudit } from "#/core/audit/verify-audit.ts";
import { getProject } from "#/core/projects/get-project.ts";
import { getDocument } from "#/core/sources/get-document.ts";
import { listDocuments } from "#/core/sources/list-documents.ts";
import { getStorylines } from "#/core/taxonomy/get-storylines.ts";
import { getTaxonomy } from "#/core/taxonomy/get-taxonomy.ts";
import type { Labels } from "#/core/taxonomy/schema.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

let world: TestContext;
let projectId: string;
beforeAll(async () => {
  world = await createTestContext();
  ({ projectId } = await layInSample({ ctx: world.ctx }));
});
afterAll(() => world.close());

const rowsOf = (origin: string) =>
  inTransaction(world.ctx, (tx) =>
    tx
      .select()
      .from(conversations)
      .where(and(eq(conversations.projectId, projectId), eq(conversations.origin, origin)))
      .orderBy(asc(conversations.position)),
  );

test("the sample project is marked, has its voice, and comes once", async () => {
  const { ctx } = world;
  expect(await getProject({ ctx, input: { projectId } })).toMatchObject({
    isSample: true,
    voice: { name: "Nora Whitlock", yearsExperience: 17 },
  });
  const count = (await rowsOf("planned")).length;
  expect(await layInSample({ ctx })).toEqual({ projectId });
  expect((await rowsOf("planned")).length).toBe(count);
});

test("its plan has 40, 35 and 15 rows with every persona, emotion and topic", async () => {
  const rows = await rowsOf("planned");
  const tiers = Object.groupBy(rows, (row) => row.tier);
  expect([tiers.template, tiers.scenario, tiers.edge_case].map((each) => each?.length)).toEqual([
    40, 35, 15,
  ]);
  const { dimensions } = await getTaxonomy({ ctx: world.ctx, input: { projectId } });
  for (const key of ["persona", "emotion", "topic"]) {
    const planned = new Set(rows.map((row) => (row.labels as Labels)[key]));
    const values = dimensions.find((dimension) => dimension.key === key)?.values ?? [];
    expect(values.filter((value) => !planned.has(value.key)).map((value) => value.key)).toEqual([]);
  }
});

test("its ten seeds are generated conversations of 8-16 messages with every label", async () => {
  const seeds = await rowsOf("seed");
  expect(seeds).toHaveLength(10);
  for (const seed of seeds) {
    expect(seed.generationState).toBe("generated");
    expect(seed.messageCount).toBeGreaterThanOrEqual(8);
    expect(seed.messageCount).toBeLessThanOrEqual(16);
    expect(Object.keys(seed.labels as Labels)).toHaveLength(8);
  }
});

test("its papers have a category each, and every scenario's papers are there", async () => {
  const { ctx } = world;
  const documents = await listDocuments({ ctx, input: { projectId } });
  expect(documents.length).toBeGreaterThanOrEqual(6);
  expect(documents.filter((document) => document.category === null)).toEqual([]);
  const slugs = new Set(documents.map((document) => document.slug));
  const { scenarios } = await getStorylines({ ctx, input: { projectId } });
  expect(
    scenarios.flatMap((scenario) => scenario.documents).filter((slug) => !slugs.has(slug)),
  ).toEqual([]);
  for (const { id } of documents) {
    const { chunks } = await getDocument({ ctx, input: { documentId: id } });
    expect(chunks.length).toBeGreaterThan(2);
    for (const chunk of chunks) expect(chunk.dimensions).toHaveProperty("expertise_level");
  }
});

test("what laid it in is on the audit trail", async () => {
  expect(await verifyAudit({ ctx: world.ctx })).toMatchObject({ intact: true, checked: 4 });
});
