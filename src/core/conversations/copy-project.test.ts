import { readFile } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestContext } from "../../../test/context.ts";
import { createGenerationScene } from "../../../test/generation.ts";
import { copyProject } from "./copy-project.ts";
import { importSeeds } from "./import-seeds.ts";
import { listConversations } from "./list-conversations.ts";
import { archiveProject } from "../projects/archive-project.ts";
import { getProject } from "../projects/get-project.ts";
import { listProjects } from "../projects/list-projects.ts";
import { restoreProject } from "../projects/restore-project.ts";
import { saveSettings } from "../projects/save-settings.ts";
import { saveSetup } from "../projects/save-setup.ts";
import { saveVoice } from "../projects/save-voice.ts";
import { updateProject } from "../projects/update-project.ts";
import { listDocuments } from "../sources/list-documents.ts";
import { getStorylines } from "../taxonomy/get-storylines.ts";
import { getTaxonomy } from "../taxonomy/get-taxonomy.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";
import { chunks, templates, templateVersions } from "#/platform/db/tables/sources.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createGenerationScene({ template: 2, scenario: 2, edge_case: 1 });
  const content = await readFile("test/fixtures/seeds/consultant.json", "utf8");
  const files = [{ name: "consultant.json", content }];
  await importSeeds({ ctx: world.ctx, input: { projectId: world.projectId, files } });
});
afterAll(() => world.close());

const bodiesOf = async (projectId: string) => {
  const rows = await world.ownerDb
    .select({ name: templates.name, body: templateVersions.body, number: templateVersions.number })
    .from(templates)
    .innerJoin(templateVersions, eq(templateVersions.templateId, templates.id))
    .where(eq(templates.projectId, projectId));
  return rows.toSorted((left, right) => (left.name < right.name ? -1 : 1));
};

test("a copy has all that conversations are made from, and none of what was planned", async () => {
  const { ctx, projectId } = world;
  await updateProject({ ctx, input: { projectId, language: "de", currency: "EUR" } });
  const { project, documents, seeds } = await copyProject({
    ctx,
    input: { projectId, name: "Branch in Graz" },
  });
  const original = await getProject({ ctx, input: { projectId } });
  expect(project).toMatchObject({
    name: "Branch in Graz",
    language: "de",
    currency: "EUR",
    voice: original.voice,
    settings: original.settings,
    isSample: false,
  });
  const of = (id: string) => ({ ctx, input: { projectId: id } });
  expect(await getTaxonomy(of(project.id))).toEqual(await getTaxonomy(of(projectId)));
  expect(await getStorylines(of(project.id))).toEqual(await getStorylines(of(projectId)));
  expect(await bodiesOf(project.id)).toEqual(await bodiesOf(projectId));
  const [theirs, ours] = [await listDocuments(of(projectId)), await listDocuments(of(project.id))];
  expect(documents).toBe(theirs.length);
  const shown = (rows: typeof theirs) =>
    rows.map(({ slug, title, category, chunkCount }) => ({ slug, title, category, chunkCount }));
  expect(shown(ours)).toEqual(shown(theirs));
  const passages = await world.ownerDb
    .select()
    .from(chunks)
    .where(eq(chunks.projectId, project.id));
  expect(passages.length).toBeGreaterThan(0);
  expect(passages.every(({ documentId }) => ours.some(({ id }) => id === documentId))).toBe(true);

  const rowsOf = (id: string, origin: "seed" | "planned") =>
    listConversations({
      ctx,
      input: { projectId: id, filter: { origin: [origin] }, pageSize: 50 },
    });
  const seedsThere = await rowsOf(projectId, "seed");
  const seedsHere = await rowsOf(project.id, "seed");
  expect(seeds).toBe(seedsThere.total);
  expect(seeds).toBeGreaterThan(0);
  const text = (page: typeof seedsHere) =>
    page.rows.map(({ title, labels, messageCount }) => ({ title, labels, messageCount }));
  expect(text(seedsHere)).toEqual(text(seedsThere));
  expect((await rowsOf(projectId, "planned")).total).toBe(5);
  expect((await rowsOf(project.id, "planned")).total).toBe(0);

  const events = await world.ownerDb.select().from(auditEvents);
  expect(events.at(-1)).toMatchObject({ action: "project.copied", targetId: project.id });
  expect(JSON.parse(events.at(-1)?.details ?? "{}")).toMatchObject({ from: original.name });
});

test("documents and seeds stay behind when they aren't wanted", async () => {
  const { ctx, projectId } = world;
  const input = { projectId, name: "Bare copy", documents: false, seeds: false };
  const copied = await copyProject({ ctx, input });
  expect(copied).toMatchObject({ documents: 0, seeds: 0 });
  expect(await listDocuments({ ctx, input: { projectId: copied.project.id } })).toEqual([]);
});

test("archived projects leave the list and come back, once on the record each", async () => {
  const { ctx, projectId } = world;
  const ids = async (archived: boolean) =>
    (await listProjects({ ctx, archived })).map(({ id }) => id);
  await archiveProject({ ctx, input: { projectId } });
  await archiveProject({ ctx, input: { projectId } });
  expect(await ids(false)).not.toContain(projectId);
  expect(await ids(true)).toEqual([projectId]);
  await restoreProject({ ctx, input: { projectId } });
  expect(await ids(false)).toContain(projectId);
  const events = await world.ownerDb.select().from(auditEvents);
  const actions = events.map(({ action }) => action);
  expect(actions.filter((action) => action === "project.archived")).toHaveLength(1);
  expect(actions.at(-1)).toBe("project.restored");
});

test("voice and measures are stored with both hashes; the same again leaves no trace", async () => {
  const { ctx, projectId } = world;
  const voice = { name: " Mara ", principles: ["Ask first", "  "], yearsExperience: 7 };
  const saved = await saveVoice({ ctx, input: { projectId, voice } });
  expect(saved.voice).toMatchObject({ name: "Mara", principles: ["Ask first"], tone: "" });
  await saveVoice({ ctx, input: { projectId, voice } });
  const { settings } = saved;
  const narrower = { ...settings, userWords: [10, 90] as [number, number] };
  await saveSettings({ ctx, input: { projectId, settings: narrower } });
  const after = await getProject({ ctx, input: { projectId } });
  expect(after.settings).toEqual(narrower);
  const events = (await world.ownerDb.select().from(auditEvents)).slice(-2);
  expect(events.map(({ action }) => action)).toEqual(["voice.changed", "settings.changed"]);
  for (const { hashBefore, hashAfter } of events) {
    expect(hashBefore).toMatch(/^[0-9a-f]{64}$/);
    expect(hashAfter).toMatch(/^[0-9a-f]{64}$/);
    expect(hashAfter).not.toBe(hashBefore);
  }
});

test("what can't be measured by, spoken or paid in is refused by field", async () => {
  const { ctx, projectId } = world;
  const { settings } = await getProject({ ctx, input: { projectId } });
  const odd = { ...settings.messageCount, scenario: [9, 9] as [number, number] };
  await expect(
    saveSettings({ ctx, input: { projectId, settings: { ...settings, messageCount: odd } } }),
  ).rejects.toMatchObject({ fields: [{ field: "settings.messageCount.scenario" }] });
  const upside = { ...settings, assistantWords: [90, 20] as [number, number] };
  await expect(saveSettings({ ctx, input: { projectId, settings: upside } })).rejects.toMatchObject(
    { fields: [{ field: "settings.assistantWords" }] },
  );
  for (const wrong of [{ language: "klingon" }, { currency: "XYZ" }, { name: " " }]) {
    await expect(updateProject({ ctx, input: { projectId, ...wrong } })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ field: Object.keys(wrong)[0] }],
    });
  }
  const viewer = await world.addMember("viewer");
  await expect(saveVoice({ ctx: viewer, input: { projectId, voice: {} } })).rejects.toMatchObject({
    code: "forbidden",
  });
  const other = await world.addWorkspace();
  await expect(
    saveVoice({ ctx: other.ctx, input: { projectId, voice: {} } }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("the set-up remembers steps and counts one by one", async () => {
  const { ctx, projectId } = world;
  const counts = { template: 10, scenario: 0, edge_case: 2 };
  await saveSetup({ ctx, input: { projectId, seen: "voice" } });
  await saveSetup({ ctx, input: { projectId, seen: "amount", counts } });
  await saveSetup({ ctx, input: { projectId, seen: "voice", dismissed: true } });
  expect((await getProject({ ctx, input: { projectId } })).setup).toEqual({
    dismissed: true,
    seen: ["voice", "amount"],
    counts,
  });
});
