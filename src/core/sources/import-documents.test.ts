import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, addDimension, eightTexts } from "../../../test/scene.ts";
import { deleteDocument } from "./delete-document.ts";
import { getDocument } from "./get-document.ts";
import { importDocuments } from "./import-documents.ts";
import { listDocuments } from "./list-documents.ts";
import { updateDocument } from "./update-document.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";
import { wordsOf } from "#/lib/words.ts";

const fixtures = join(import.meta.dirname, "../../../test/fixtures/sources");
const shared = join(import.meta.dirname, "../../../../shared/data/documents/design-methods");
const filesOf = (folder: string) =>
  readdirSync(folder).map((name) => ({ name, content: readFileSync(join(folder, name), "utf8") }));

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
  await addDimension(world.ctx, world.projectId, "content_category", [
    "process-documentation-workflows",
    "case-studies",
  ]);
});
afterAll(() => world.close());

async function emptyProject() {
  return world.addWorkspace();
}

test("bad files are named and the others come in; the same again changes nothing", async () => {
  const { ctx, projectId } = world;
  const files = [
    ...filesOf(fixtures).filter((file) => file.name !== "README.md"),
    { name: "report.pdf", content: "%PDF" },
    {
      name: "copy.txt",
      content: "Notes of a Tuesday\n\n# 14 people came.\nNobody brought $1,200.\n\n",
    },
    { name: "tuesday_notes.txt", content: "---\ncategory: case-studies\n---\n" },
    { name: "cases.md", content: "---\ncategory: Unheard of\n---\n# Cases\n\nFive of them." },
  ];
  const report = await importDocuments({ ctx, input: { projectId, files } });
  expect(report.outcomes.map(({ file, outcome }) => [file, outcome]).sort()).toEqual(
    [
      ["broken-front-matter.md", "failed"],
      ["house-rules.md", "added"],
      ["tuesday_notes.txt", "added"],
      ["report.pdf", "failed"],
      ["copy.txt", "added"],
      ["tuesday_notes.txt", "added"],
      ["cases.md", "added"],
    ]
      .map(([file, outcome]) => [file, file === "copy.txt" ? "unchanged" : outcome])
      .sort(),
  );
  expect(report).toMatchObject({ added: 4, unchanged: 1, failed: 2 });
  const messageOf = (name: string) =>
    report.outcomes.filter((each) => each.file === name).map((each) => each.message);
  expect(messageOf("cases.md")[0]).toContain('"Unheard of" isn\'t one of this project');
  expect(messageOf("copy.txt")[0]).toContain("from tuesday_notes.txt");
  expect(messageOf("tuesday_notes.txt")[1]).toContain("stands beside it as tuesday-notes-2");

  const again = await importDocuments({ ctx, input: { projectId, files } });
  expect(again).toMatchObject({ added: 0, unchanged: 5, failed: 2 });
  const rows = await listDocuments({ ctx, input: { projectId } });
  expect(rows.map((row) => [row.slug, row.category, row.chunkCount])).toEqual(
    expect.arrayContaining([
      ["house-rules", "process-documentation-workflows", 1],
      ["tuesday-notes", null, 1],
      ["tuesday-notes-2", null, 1],
      ["cases", null, 1],
    ]),
  );
  expect(rows.find((row) => row.slug === "tuesday-notes")).toMatchObject({
    title: "tuesday notes",
    words: 10,
    conversationCount: 0,
    createdByName: ctx.actor.name,
  });
  const events = await world.ownerDb
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.action, "document.imported"));
  expect(events.map((event) => JSON.parse(event.details).count)).toEqual([4]);
});

test("two imports of the same files at once store each text once", async () => {
  const { ctx, projectId } = await emptyProject();
  const files = filesOf(fixtures).filter((file) => file.name === "house-rules.md");
  const reports = await Promise.all(
    [1, 2, 3].map(() => importDocuments({ ctx, input: { projectId, files } })),
  );
  expect(reports.map((report) => report.added).sort()).toEqual([0, 0, 1]);
});

test("passages stand verbatim in the stored text and carry what is known of them", async () => {
  const { ctx, projectId } = await emptyProject();
  const files = filesOf(fixtures).filter((file) => file.name === "house-rules.md");
  await importDocuments({ ctx, input: { projectId, files } });
  const [row] = await listDocuments({ ctx, input: { projectId } });
  const document = await getDocument({ ctx, input: { documentId: row?.id ?? "" } });
  expect(document.chunks.length).toBeGreaterThan(0);
  for (const chunk of document.chunks) {
    expect(document.content.slice(chunk.charStart, chunk.charEnd)).toBe(chunk.content);
  }
  expect(document.chunks[0]).toMatchObject({
    handle: "house-rules#C001",
    dimensions: { audience: "beginner", expertise_level: "beginner" },
    conversations: [],
  });
});

test("a document is kept while a written conversation is grounded in it", async () => {
  const { ctx, projectId } = await emptyProject();
  const files = [{ name: "a.md", content: "# A\n\nText." }];
  await importDocuments({ ctx, input: { projectId, files } });
  const [row] = await listDocuments({ ctx, input: { projectId } });
  const documentId = row?.id ?? "";
  const { chunks } = await getDocument({ ctx, input: { documentId } });
  const chunkIds = chunks.map((chunk) => chunk.id);
  await addConversation(ctx, projectId, { chunkIds });
  const written = await addConversation(ctx, projectId, {
    chunkIds,
    texts: eightTexts,
    title: "Written",
  });
  const refusal = deleteDocument({ ctx, input: { documentId } });
  await expect(refusal).rejects.toMatchObject({ code: "conflict" });
  await expect(refusal).rejects.toThrow('1 written conversation is grounded in "A"');
  const detail = await getDocument({ ctx, input: { documentId } });
  expect(detail.conversationCount).toBe(2);
  expect(detail.chunks[0]?.conversations).toContainEqual(
    expect.objectContaining({ id: written, title: "Written" }),
  );
});

test("a document that nothing written needs can be changed and deleted", async () => {
  const { ctx, projectId } = world;
  const files = [{ name: "gone.md", content: "# Gone\n\nSoon." }];
  await importDocuments({ ctx, input: { projectId, files } });
  const row = (await listDocuments({ ctx, input: { projectId } })).find(
    (each) => each.slug === "gone",
  );
  const documentId = row?.id ?? "";
  await updateDocument({ ctx, input: { documentId, title: "Going", category: "case-studies" } });
  expect(await getDocument({ ctx, input: { documentId } })).toMatchObject({
    title: "Going",
    category: "case-studies",
  });
  await updateDocument({ ctx, input: { documentId, category: null } });
  expect(await getDocument({ ctx, input: { documentId } })).toMatchObject({
    title: "Going",
    category: null,
  });
  await expect(
    updateDocument({ ctx, input: { documentId, category: "other" } }),
  ).rejects.toMatchObject({
    code: "invalid_input",
    fields: [
      {
        field: "category",
        message: expect.stringContaining("process-documentation-workflows, case-studies"),
      },
    ],
  });
  await deleteDocument({ ctx, input: { documentId } });
  await expect(getDocument({ ctx, input: { documentId } })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("reviewers read and don't import; other workspaces see nothing", async () => {
  const { projectId } = world;
  const files = [{ name: "a.md", content: "text" }];
  const reviewer = await world.addMember("reviewer");
  expect((await listDocuments({ ctx: reviewer, input: { projectId } })).length).toBeGreaterThan(0);
  await expect(
    importDocuments({ ctx: reviewer, input: { projectId, files } }),
  ).rejects.toMatchObject({
    code: "forbidden",
  });
  const other = await emptyProject();
  const [row] = await listDocuments({ ctx: world.ctx, input: { projectId } });
  const input = { documentId: row?.id ?? "" };
  for (const attempt of [
    () => importDocuments({ ctx: other.ctx, input: { projectId, files } }),
    () => listDocuments({ ctx: other.ctx, input: { projectId } }),
    () => getDocument({ ctx: other.ctx, input }),
    () => updateDocument({ ctx: other.ctx, input: { ...input, title: "x" } }),
    () => deleteDocument({ ctx: other.ctx, input }),
    () => getDocument({ ctx: world.ctx, input: { documentId: "nonsense" } }),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  }
});

test.skipIf(!existsSync(shared))(
  "a real folder of papers comes in whole, without its markup",
  async () => {
    const { ctx, projectId } = await emptyProject();
    const files = filesOf(shared);
    const report = await importDocuments({ ctx, input: { projectId, files } });
    expect(report).toMatchObject({ added: files.length, failed: 0 });
    for (const row of await listDocuments({ ctx, input: { projectId } })) {
      const document = await getDocument({ ctx, input: { documentId: row.id } });
      expect(document.content).not.toMatch(/<\/?section|<!--|<a href/);
      const words = new Set(document.chunks.flatMap((chunk) => wordsOf(chunk.content)));
      expect(wordsOf(document.content).filter((word) => !words.has(word))).toEqual([]);
    }
  },
);
