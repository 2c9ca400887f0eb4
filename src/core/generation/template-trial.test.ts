import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scripted } from "../../../test/generation.ts";
import { createPromptScene, type PromptScene } from "../../../test/sent-prompt.ts";
import { testTemplate } from "./test-template.ts";
import { getConversation } from "../conversations/get-conversation.ts";
import { listConversations } from "../conversations/list-conversations.ts";
import { getTemplate } from "../templates/get-template.ts";
import { listTemplates } from "../templates/list-templates.ts";
import { saveTemplate } from "../templates/save-template.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

let scene: PromptScene;
beforeAll(async () => {
  scene = await createPromptScene();
});
afterAll(() => scene.close());

const owner = () => scene.ownerDb;

test("a trial writes with the draft, stores no version, and is on the record with its cost", async () => {
  const { ctx, projectId } = scene;
  const conversationId = scene.rows["T-004"] ?? "";
  await scene.sentFor("T-004");
  const before = await getConversation({ ctx, input: { conversationId } });
  const all = await listTemplates({ ctx, input: { projectId } });
  const templateId = all[0]?.id ?? "";
  const body = "Draft about {{topic}} for {{person}}.\n{{output_shape}}";
  scene.sent.length = 0;
  const result = await testTemplate({
    ctx,
    providers: scene.writer,
    input: { templateId, conversationId, body },
    signal: new AbortController().signal,
  });
  expect(scene.sent).toHaveLength(1);
  expect(scene.sent[0]?.messages.at(-1)?.content).toMatch(/^Draft about /);
  expect(result).toMatchObject({
    failure: null,
    draft: { score: expect.any(Number), costMicros: 2_000 },
    current: { version: 1, score: before.score, costMicros: 2_000, templateVersion: 1 },
  });
  expect(await getConversation({ ctx, input: { conversationId } })).toMatchObject({
    contentHash: before.contentHash,
    versions: before.versions,
    badge: before.badge,
  });
  const [attempt] = await owner()
    .select()
    .from(callAttempts)
    .where(eq(callAttempts.purpose, "test"));
  expect(attempt).toMatchObject({ batchId: null, templateVersionId: null, conversationId });
  const failing = await testTemplate({
    ctx,
    providers: scripted(async () => ({ text: "no" })),
    input: { templateId, conversationId, body },
    signal: new AbortController().signal,
  });
  expect(failing).toMatchObject({
    draft: null,
    failure: { code: "not_json" },
    draftCostMicros: 4_000,
  });
  const reviewer = await scene.addMember("reviewer");
  await expect(
    testTemplate({
      ctx: reviewer,
      providers: scene.writer,
      input: { templateId, conversationId, body },
      signal: new AbortController().signal,
    }),
  ).rejects.toMatchObject({ code: "forbidden" });
});

test("a saved version writes from then on, is counted, and the table filters by it", async () => {
  const { ctx, projectId } = scene;
  const [first] = await listTemplates({ ctx, input: { projectId } });
  const { id: templateId, body } = await getTemplate({
    ctx,
    input: { templateId: first?.id ?? "" },
  });
  for (const reference of ["T-002", "T-003"]) await scene.sentFor(reference);
  const { versionId } = await saveTemplate({
    ctx,
    input: { templateId, body: `${body}\nOnce more.`, reason: "More", baseNumber: 1 },
  });
  expect(await scene.sentFor("T-001")).toMatch(/Once more\.$/);
  const shown = await getConversation({
    ctx,
    input: { conversationId: scene.rows["T-001"] ?? "" },
  });
  expect(shown.shownVersion).toMatchObject({ templateVersion: 2 });
  const { versions } = await getTemplate({ ctx, input: { templateId } });
  expect(versions.map(({ conversations: count }) => count)).toEqual([1, 3]);
  const found = async (id: string) => {
    const filter = { templateVersionId: [id] };
    const page = await listConversations({ ctx, input: { projectId, filter } });
    return page.rows.map(({ reference }) => reference);
  };
  expect(await found(versionId)).toEqual(["T-001"]);
  expect(await found(versions[1]?.id ?? "")).toEqual(["T-002", "T-003", "T-004"]);
  const other = await scene.addWorkspace();
  await expect(
    listConversations({
      ctx: other.ctx,
      input: { projectId: other.projectId, filter: { templateVersionId: [versionId] } },
    }),
  ).rejects.toMatchObject({ code: "not_found" });
});
