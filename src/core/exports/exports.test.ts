import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createExport } from "./create-export.ts";
import { listExports } from "./list-exports.ts";
import { previewExport } from "./preview-export.ts";
import { readExportFile } from "./read-export-file.ts";
import { checkStrictRow } from "./strict-rules.ts";
import { verifyAudit } from "../audit/verify-audit.ts";
import { type Context, inTransaction } from "../context.ts";
import { deleteConversations } from "../conversations/delete-conversations.ts";
import { storeVersion } from "../conversations/store-version.ts";
import { decideConversations } from "../review/decide.ts";
import type { Decision } from "../review/schema.ts";
import { exportRows, exports } from "#/platform/db/tables/generation.ts";
import { auditEvents, projects } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, eightTexts, type SceneConversation } from "../../../test/scene.ts";

let test: TestContext;
let ctx: Context;
let projectId: string;
beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());
beforeEach(async () => {
  ({ ctx, projectId } = await test.addWorkspace());
});

const decide = (ids: string[], decision: Decision = "approve") =>
  decideConversations({ ctx, input: { projectId, selection: { kind: "ids", ids }, decision } });
const approved = async (scene: SceneConversation = {}) => {
  const id = await addConversation(ctx, projectId, { texts: eightTexts, ...scene });
  await decide([id]);
  return id;
};
const create = (options: Partial<Parameters<typeof createExport>[0]["input"]> = {}) =>
  createExport({ ctx, input: { projectId, ...options } });
const preview = (options: Partial<Parameters<typeof createExport>[0]["input"]> = {}) =>
  previewExport({ ctx, input: { projectId, ...options } });
const read = async (exportId: string) => {
  const file = await readExportFile({ ctx, input: { exportId } });
  return { ...file, text: Buffer.from(await file.content.arrayBuffer()).toString("utf8") };
};
const rowsOf = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

describe("createExport", () => {
  it("writes the approved conversations as strict rows, in table order, and records them", async () => {
    await test.ownerDb
      .update(projects)
      .set({ name: "Müller & Söhne: Advice" })
      .where(eq(projects.id, projectId));
    const second = await approved({ position: 2, texts: ["Zwei?", "Zwei\u2028\u0085Ende."] });
    const first = await approved({ position: 1 });
    await addConversation(ctx, projectId, { texts: eightTexts });
    const shown = await preview();
    const record = await create();
    expect(record).toMatchObject({
      number: 1,
      format: "messages",
      fileName: "muller-sohne-advice-messages-1.jsonl",
      rowCount: 2,
      includesPractice: false,
      createdByName: "Other Test",
    });
    expect(shown).toMatchObject({
      rowCount: 2,
      seedCount: 0,
      messageCount: 10,
      bytes: record.bytes,
    });
    expect(shown.leftOut).toEqual({ notApproved: 1, practice: 0, seeds: 0, needExpert: 0 });

    const { text, fileName } = await read(record.id);
    expect(fileName).toBe(record.fileName);
    expect(Buffer.byteLength(text)).toBe(record.bytes);
    expect(createHash("sha256").update(text).digest("hex")).toBe(record.sha256);
    expect(text.split("\n").slice(0, -1)).toEqual(shown.sampleLines);
    const rows = rowsOf(text);
    for (const row of rows) expect(checkStrictRow(row)).toEqual([]);
    expect(rows[0].messages[0]).toEqual({ role: "system", content: "You are a patient adviser." });
    expect(rows[1].messages.at(-1).content).toBe("Zwei\u2028\u0085Ende.");

    const stored = await test.ownerDb
      .select()
      .from(exportRows)
      .where(eq(exportRows.exportId, record.id));
    expect(stored.map((row) => [row.line, row.conversationId])).toEqual([
      [1, first],
      [2, second],
    ]);
  });

  it("carries the head of the audit trail as it was, and is itself the next event", async () => {
    await approved();
    const before = await verifyAudit({ ctx });
    const record = await create();
    const [stored] = await test.ownerDb.select().from(exports).where(eq(exports.id, record.id));
    expect({ sequence: stored?.auditSequence, hash: stored?.auditHash }).toEqual(before.head);
    const [event] = await test.ownerDb
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.targetId, record.id));
    expect(event).toMatchObject({
      action: "export.created",
      sequence: before.head.sequence + 1,
      hashAfter: record.sha256,
    });
    expect(await verifyAudit({ ctx })).toMatchObject({ intact: true });
  });

  it("leaves out practice unless ticked, and says so in the record", async () => {
    await approved({ isPractice: true });
    await expect(create()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(
        /1 approved practice conversation not ticked in.*No file was made/,
      ),
    });
    expect((await preview()).leftOut).toEqual({
      notApproved: 0,
      practice: 1,
      seeds: 0,
      needExpert: 0,
    });
    expect(await create({ includePractice: true })).toMatchObject({
      rowCount: 1,
      includesPractice: true,
    });
  });

  it("takes seeds along when ticked, without approval, but not rejected or flagged ones", async () => {
    const seed = { origin: "seed" as const, texts: ["Seed?", "Seed."] };
    await addConversation(ctx, projectId, seed);
    await decide([await addConversation(ctx, projectId, seed)], "flag");
    await approved();
    expect(await preview()).toMatchObject({ rowCount: 1, seedCount: 0, leftOut: { seeds: 2 } });
    expect(await preview({ includeSeeds: true })).toMatchObject({
      rowCount: 2,
      seedCount: 1,
      leftOut: { notApproved: 1, practice: 0, seeds: 0 },
    });
  });

  it("follows the filter and the choice on the system prompt", async () => {
    await approved({ tier: "scenario" });
    await approved({ tier: "template" });
    const record = await create({
      filter: { labels: { tier: ["scenario"] } },
      systemPrompt: "drop",
    });
    const rows = rowsOf((await read(record.id)).text);
    expect(rows).toHaveLength(1);
    expect(rows[0].messages[0].role).toBe("user");
    await expect(create({ filter: { labels: { tier: ["small"] } } })).rejects.toThrow(/scenario/);
  });

  it("leaves out what was changed after its approval; an approved text goes until another one is stored", async () => {
    const edited = await approved();
    await inTransaction(ctx, (tx, ctx) =>
      storeVersion(tx, ctx, {
        conversationId: edited,
        origin: "edited",
        systemPrompt: "",
        messages: [{ role: "user", content: "New?" }],
        isPractice: false,
        needsReview: false,
      }),
    );
    // Approved by a hand that went past the verbs: no decision holds for this text.
    await inTransaction(ctx, (tx) =>
      tx.execute(
        sql`update bright.conversations set review_state = 'approved' where id = ${edited}`,
      ),
    );
    const again = await approved();
    await inTransaction(ctx, (tx) =>
      tx.execute(
        sql`update bright.conversations set generation_state = 'generating' where id = ${again}`,
      ),
    );
    expect(await preview()).toMatchObject({ rowCount: 1, leftOut: { notApproved: 1 } });
    expect(rowsOf((await read((await create()).id)).text)).toHaveLength(1);
  });

  it("refuses rows that break a rule, and names them", async () => {
    const id = await approved({ reference: "T-101", texts: ["Question?", "Answer.", "And then?"] });
    await approved({ reference: "T-102" });
    await approved({ reference: "T-103", texts: ["Question?", "  "] });
    const { problems } = await preview();
    expect(problems[0]).toEqual({
      conversationId: id,
      reference: "T-101",
      messagePosition: 2,
      rule: "The last message is the assistant's.",
    });
    expect(problems.map((problem) => problem.reference)).toEqual(["T-101", "T-103"]);
    await expect(create()).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(
        /2 conversations can't go.*T-101, message 3: The last message.*T-103, message 2: A message must not be empty.*No file was made/,
      ),
      fields: [{ field: "T-101, message 3" }, { field: "T-103, message 2" }],
    });
    expect(await listExports({ ctx, input: { projectId } })).toEqual([]);
  });

  it("numbers exports without gaps or doubles when several are made at once", async () => {
    await approved();
    await Promise.all([create(), create(), create()]);
    const records = await listExports({ ctx, input: { projectId } });
    expect(records.map((record) => record.number)).toEqual([3, 2, 1]);
    expect(new Set(records.map((record) => record.sha256)).size).toBe(1);
  });

  it("asks for the right to write; other workspaces see and get nothing", async () => {
    await approved();
    const record = await create();
    const other = test.ctx;
    const foreign = { projectId };
    const refusal = { code: "not_found" };
    await expect(createExport({ ctx: other, input: foreign })).rejects.toMatchObject(refusal);
    await expect(previewExport({ ctx: other, input: foreign })).rejects.toMatchObject(refusal);
    await expect(listExports({ ctx: other, input: foreign })).rejects.toMatchObject(refusal);
    await expect(
      readExportFile({ ctx: other, input: { exportId: record.id } }),
    ).rejects.toMatchObject(refusal);
    const reviewer = { ...ctx, actor: { ...ctx.actor, role: "reviewer" as const } };
    await expect(createExport({ ctx: reviewer, input: foreign })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("readExportFile", () => {
  it("gives the same bytes after edits, new decisions and a deletion", async () => {
    const ids = [await approved(), await approved()];
    const record = await create();
    const before = (await read(record.id)).text;
    const [first = "", second = ""] = ids;
    await inTransaction(ctx, (tx, ctx) =>
      storeVersion(tx, ctx, {
        conversationId: first,
        origin: "edited",
        systemPrompt: "Other.",
        messages: [{ role: "user", content: "Other?" }],
        isPractice: false,
        needsReview: false,
      }),
    );
    await decide([second], "reject");
    const selection = { kind: "ids" as const, ids: [second] };
    await deleteConversations({ ctx, input: { projectId, selection } });
    expect((await read(record.id)).text).toBe(before);
  });

  it("refuses a file that is no longer the recorded one", async () => {
    const id = await approved();
    const record = await create();
    await test.ownerDb.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`update bright.messages set content = 'Forged.' where position = 1 and version_id =
        (select current_version_id from bright.conversations where id = ${id})`);
    });
    await expect(read(record.id)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/no longer gives the recorded file/),
    });
    await expect(create()).rejects.toThrow(/letter for letter/);
  });
});
