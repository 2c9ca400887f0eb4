import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, addDimension } from "../../../test/scene.ts";
import { inTransaction, type Context } from "../context.ts";
import { deleteConversations } from "./delete-conversations.ts";
import { importSeeds } from "./import-seeds.ts";
import {
  conversationLabels,
  conversations,
  conversationVersions,
  messages,
} from "#/platform/db/tables/conversations.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";

const folder = join(import.meta.dirname, "../../../test/fixtures/seeds");
const shared = join(import.meta.dirname, "../../../../shared/data/seed-conversations");
const fixture = (name: string, from = folder) => ({
  name,
  content: readFileSync(join(from, name), "utf8"),
});

const world: TestContext = await createTestContext();
afterAll(() => world.close());

let ctx: Context;
let projectId: string;
beforeEach(async () => {
  ({ ctx, projectId } = await world.addWorkspace());
  await addDimension(ctx, projectId, "persona", ["overwhelmed-avoider", "anxious-planner"]);
  await addDimension(ctx, projectId, "emotion", ["overwhelm", "shame", "fear", "anxiety"]);
});

async function storedSeeds() {
  return inTransaction(ctx, (tx) =>
    tx
      .select()
      .from(conversations)
      .where(and(eq(conversations.projectId, projectId), eq(conversations.origin, "seed")))
      .orderBy(asc(conversations.position)),
  );
}

test("good conversations come in beside bad ones, and the same again changes nothing", async () => {
  const files = ["own.json", "bare-word.json", "consultant.json", "list.json", "plain.jsonl"].map(
    (name) => fixture(name),
  );
  const report = await importSeeds({ ctx, input: { projectId, files } });
  expect(report.outcomes.map(({ file, item, outcome }) => `${outcome} ${file} ${item}`)).toEqual([
    "added own.json own-01",
    "failed bare-word.json brook_101",
    "added bare-word.json brook_102",
    "added consultant.json brook_001",
    "added consultant.json brook_002",
    "added list.json list-01",
    "failed list.json list-02",
    "failed list.json list-03",
    "failed list.json list-04",
    "failed list.json list-05",
    "added list.json Sixth, without an id?",
    "added plain.jsonl One line, one conversation?",
    "failed plain.jsonl line 2",
    "added plain.jsonl And one more?",
  ]);
  expect(report.outcomes[7]).toMatchObject({ line: 5, found: '"nobody"' });
  expect(report.outcomes[7]?.message).toContain(
    'has "nobody"; expected: a value of persona. The allowed ones are: overwhelmed-avoider, anxious-planner. Correct',
  );
  const before = await storedSeeds();
  expect(before.map((row) => row.reference)).toEqual(
    ["01", "02", "03", "04", "05", "06", "07", "08"].map((number) => `SEED-${number}`),
  );
  const again = await importSeeds({ ctx, input: { projectId, files } });
  expect(again).toMatchObject({ added: 0, unchanged: 8, failed: 6 });
  expect(await storedSeeds()).toEqual(before);
  const events = await world.ownerDb
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.workspaceId, ctx.workspaceId));
  expect(events.map((event) => [event.action, JSON.parse(event.details).count])).toEqual([
    ["seeds.imported", 8],
  ]);
});

test("a seed is stored with its text, labels, emotions and what else the file said", async () => {
  const files = [fixture("own.json"), fixture("consultant.json")];
  await importSeeds({ ctx, input: { projectId, files } });
  const [own, first, second] = await storedSeeds();
  expect(own).toMatchObject({
    title: "The drawer",
    tier: "scenario",
    labels: { persona: "overwhelmed-avoider", emotion: "shame", tier: "scenario" },
    generationState: "generated",
    reviewState: "none",
    isPractice: false,
    messageCount: 4,
    versionNumber: 1,
    plan: {
      background: { arc: "shame-to-acceptance", persona_background: "Rosa, 38, six envelopes." },
    },
  });
  expect(first?.labels).toEqual({
    persona: "overwhelmed-avoider",
    emotion: "overwhelm",
    tier: "template",
  });
  expect(second?.labels).toEqual({ tier: "template" });
  const rows = await inTransaction(ctx, async (tx) => ({
    labels: await tx
      .select()
      .from(conversationLabels)
      .where(eq(conversationLabels.conversationId, own?.id ?? "")),
    version: await tx
      .select()
      .from(conversationVersions)
      .where(eq(conversationVersions.conversationId, own?.id ?? "")),
    messages: await tx
      .select()
      .from(messages)
      .where(eq(messages.versionId, own?.currentVersionId ?? ""))
      .orderBy(asc(messages.position)),
  }));
  expect(rows.labels.map(({ dimension, value }) => [dimension, value]).sort()).toEqual([
    ["emotion", "shame"],
    ["persona", "overwhelmed-avoider"],
    ["tier", "scenario"],
  ]);
  expect(rows.version).toMatchObject([
    { origin: "seed", systemPrompt: "You answer as Ida Brook does." },
  ]);
  expect(rows.messages[0]).toMatchObject({
    content: "I can't open them.",
    wordCount: 4,
    emotions: { primary: "shame", primaryConfidence: 0.7, intensity: 0.8, valence: -0.7 },
  });
});

test("the same id with another text is refused, and a deleted seed comes back", async () => {
  const file = fixture("own.json");
  await importSeeds({ ctx, input: { projectId, files: [file] } });
  const other = { ...file, content: file.content.replace("One I can do.", "No.") };
  const refused = await importSeeds({ ctx, input: { projectId, files: [other] } });
  expect(refused.outcomes).toMatchObject([{ outcome: "failed", item: "own-01" }]);
  expect(refused.outcomes[0]?.message).toContain("Nothing was overwritten");
  const [before] = await storedSeeds();

  const labels = () =>
    inTransaction(ctx, (tx) =>
      tx
        .select({ dimension: conversationLabels.dimension, value: conversationLabels.value })
        .from(conversationLabels)
        .where(eq(conversationLabels.projectId, projectId))
        .orderBy(asc(conversationLabels.dimension)),
    );
  const labelled = await labels();
  expect(labelled.length).toBeGreaterThan(1);
  const remove = () =>
    deleteConversations({ ctx, input: { projectId, selection: { kind: "filter", filter: {} } } });
  await remove();
  expect(await labels()).toEqual([]);
  const back = await importSeeds({ ctx, input: { projectId, files: [file] } });
  expect(back.outcomes[0]?.message).toContain("Brought back as SEED-01");
  expect(await labels()).toEqual(labelled);
  expect(await storedSeeds()).toMatchObject([
    { id: before?.id, versionNumber: 1, deletedAt: null },
  ]);

  await remove();
  await importSeeds({ ctx, input: { projectId, files: [other] } });
  expect(await storedSeeds()).toMatchObject([
    { id: before?.id, versionNumber: 2, deletedAt: null },
  ]);
});

test("references and places go on after what is there; two imports at once don't collide", async () => {
  await addConversation(ctx, projectId, { position: 90, reference: "T-090" });
  const reports = await Promise.all([
    importSeeds({ ctx, input: { projectId, files: [fixture("consultant.json")] } }),
    importSeeds({
      ctx,
      input: { projectId, files: [fixture("own.json"), fixture("consultant.json")] },
    }),
  ]);
  expect(reports.map((report) => report.added + report.unchanged)).toEqual([2, 3]);
  const rows = await storedSeeds();
  expect(rows.map((row) => row.reference)).toEqual(["SEED-01", "SEED-02", "SEED-03"]);
  expect(rows.map((row) => row.position)).toEqual([91, 92, 93]);
});

test("a project without a taxonomy takes seeds and says what was left out", async () => {
  const bare = await world.addWorkspace();
  const report = await importSeeds({
    ctx: bare.ctx,
    input: { projectId: bare.projectId, files: [fixture("own.json")] },
  });
  expect(report.outcomes[0]?.message).toContain("left out: persona, emotion.");
});

test("text that the database can't hold as it is doesn't break the import", async () => {
  const content = String.raw`{"conversation_id": "odd\u0000", "title": "\ud83d", "note\u0000": "\u0000", "messages": [{"role": "user", "content": "Q\u0000 \ud83d"}, {"role": "assistant", "content": "A\u2028"}]}`;
  const files = [{ name: "odd.json", content }];
  expect(await importSeeds({ ctx, input: { projectId, files } })).toMatchObject({ added: 1 });
  expect(await importSeeds({ ctx, input: { projectId, files } })).toMatchObject({ unchanged: 1 });
});

test("viewers don't import, and foreign projects are not found", async () => {
  const files = [fixture("own.json")];
  const viewer = await world.addMember("viewer");
  await expect(
    importSeeds({ ctx: viewer, input: { projectId: world.projectId, files } }),
  ).rejects.toMatchObject({ code: "forbidden" });
  await expect(
    importSeeds({ ctx, input: { projectId: world.projectId, files } }),
  ).rejects.toMatchObject({ code: "not_found" });
  await expect(importSeeds({ ctx, input: { projectId, files: [] } })).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "files", message: "Choose at least one file." }],
  });
});

test.skipIf(!existsSync(shared))("three real hand-made conversations come in once", async () => {
  const files = readdirSync(shared)
    .sort()
    .map((name) => fixture(name, shared));
  const report = await importSeeds({ ctx, input: { projectId, files } });
  expect(report).toMatchObject({ added: 3, failed: 0 });
  const rows = await storedSeeds();
  expect(rows.map((row) => [row.sourceKey, row.messageCount, row.labels])).toEqual([
    [
      "fp_marcus_002",
      6,
      { persona: "overwhelmed-avoider", emotion: "overwhelm", tier: "template" },
    ],
    ["fp_marcus_005", 10, { persona: "overwhelmed-avoider", emotion: "fear", tier: "template" }],
    ["fp_jennifer_002", 6, { persona: "anxious-planner", emotion: "anxiety", tier: "template" }],
  ]);
  expect(await importSeeds({ ctx, input: { projectId, files } })).toMatchObject({ unchanged: 3 });
});
