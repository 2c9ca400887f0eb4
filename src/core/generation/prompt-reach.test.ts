import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createGenerationScene,
  goodAnswer,
  runHere,
  scripted,
  startAll,
} from "../../../test/generation.ts";
import { type TestContext } from "../../../test/context.ts";
import { addConversation, eightTexts } from "../../../test/scene.ts";
import { chooseExamples } from "./choose-examples.ts";
import { getExamples } from "./get-examples.ts";
import { previewPrompt } from "./preview-prompt.ts";
import { testTemplate } from "./test-template.ts";
import { inTransaction } from "../context.ts";
import { getConversation } from "../conversations/get-conversation.ts";
import { listConversations } from "../conversations/list-conversations.ts";
import { getTemplate } from "../templates/get-template.ts";
import { listTemplates } from "../templates/list-templates.ts";
import { saveTemplate } from "../templates/save-template.ts";
import { chunks, storylines, taxonomyValues } from "#/platform/db/tables/sources.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";
import type { ProviderRequest } from "#/platform/llm/port.ts";

let scene: TestContext;
const rows: Record<string, string> = {};
beforeAll(async () => {
  scene = await createGenerationScene({ template: 4, scenario: 3, edge_case: 3 });
  const planned = await inTransaction(scene.ctx, (tx) =>
    tx
      .select({ id: conversations.id, reference: conversations.reference })
      .from(conversations)
      .orderBy(conversations.position),
  );
  for (const { id, reference } of planned) rows[reference] = id;
});
afterAll(() => scene.close());

const sent: ProviderRequest[] = [];
const writer = scripted(async (request) => {
  sent.push(request);
  return goodAnswer(request);
}, 1);

/** Has the rows written and reads the user message of the newest request on the record. */
async function sentFor(reference: string): Promise<string> {
  const { ctx, projectId } = scene;
  const id = rows[reference] ?? "";
  const { id: batchId } = await startAll(ctx, projectId, writer, 1, [id]);
  await runHere(ctx, writer, batchId);
  const [attempt] = await scene.ownerDb
    .select({ request: callAttempts.request })
    .from(callAttempts)
    .where(eq(callAttempts.conversationId, id))
    .orderBy(sql`${callAttempts.sentAt} desc`)
    .limit(1);
  const request = attempt?.request as ProviderRequest;
  return request.messages.map(({ content }) => content).join("\n\n=====\n\n");
}

/** The part of a prompt under a heading. */
function part(prompt: string, heading: string): string {
  const from = prompt.indexOf(`# ${heading}`);
  expect(from, `no part "${heading}"`).toBeGreaterThan(-1);
  const to = prompt.indexOf("\n# ", from + 1);
  return prompt.slice(from, to === -1 ? undefined : to);
}

type Change = {
  what: string;
  row: string;
  heading: string;
  says: string;
  make: () => Promise<unknown>;
};
const owner = () => scene.ownerDb;
let added = 0;
const nextReference = () => `X-${(added += 1)}`;
const planOf = async (reference: string) => {
  const { plan, labels } = await getConversation({
    ctx: scene.ctx,
    input: { conversationId: rows[reference] ?? "" },
  });
  if (!plan) throw new Error("no plan");
  return { plan, labels };
};
const setStoryline = (kind: string, key: string | undefined, body: object) =>
  owner()
    .update(storylines)
    .set({ body: sql`${storylines.body} || ${JSON.stringify(body)}::jsonb` })
    .where(sql`${storylines.kind} = ${kind} and ${storylines.key} = ${key ?? ""}`);
const setChunks = (dimensions: object, content?: string) =>
  owner()
    .update(chunks)
    .set({ dimensions, ...(content !== undefined && { content }) });

const changes: Change[] = [
  {
    what: "the voice",
    row: "T-001",
    heading: "The voice",
    says: "like a ship's bell in fog",
    make: () =>
      owner()
        .update(projects)
        .set({ voice: sql`${projects.voice} || '{"tone": "like a ship''s bell in fog"}'::jsonb` }),
  },
  {
    what: "the persona",
    row: "T-001",
    heading: "The client",
    says: "keeps receipts in a biscuit tin",
    make: async () => {
      const { labels } = await planOf("T-001");
      await owner()
        .update(taxonomyValues)
        .set({ description: "keeps receipts in a biscuit tin" })
        .where(eq(taxonomyValues.key, labels["persona"] ?? ""));
    },
  },
  {
    what: "the arc's curve",
    row: "T-001",
    heading: "The emotional course",
    says: "vertigo (0.91-0.92)",
    make: async () => {
      const { plan } = await planOf("T-001");
      await setStoryline("arc", plan.arc, {
        start: { emotion: "vertigo", intensity: [0.91, 0.92] },
      });
    },
  },
  {
    what: "the scenario",
    row: "S-001",
    heading: "The situation",
    says: "a parrot inherited the flat",
    make: async () => {
      const { plan } = await planOf("S-001");
      await setStoryline("scenario", plan.scenario, { description: "a parrot inherited the flat" });
    },
  },
  {
    what: "the boundary",
    row: "E-001",
    heading: "The boundary",
    says: "how to bribe a lighthouse keeper",
    make: async () => {
      const { plan } = await planOf("E-001");
      await setStoryline("edge_case", plan.edgeCase, {
        boundary: "how to bribe a lighthouse keeper",
      });
    },
  },
  {
    what: "a passage's text",
    row: "S-001",
    heading: "Material from the business",
    says: "Eleven jars, never twelve.",
    make: () => setChunks({}, "Eleven jars, never twelve."),
  },
  {
    what: "a passage's own expertise level and valence",
    row: "S-001",
    heading: "Material from the business",
    says: 'expertise_level="advanced" emotional_valence="-0.4"',
    make: () => setChunks({ expertise_level: "advanced", emotional_valence: -0.4 }),
  },
  {
    what: "the level and valence that its audience and tone imply",
    row: "S-001",
    heading: "Material from the business",
    says: 'expertise_level="beginner" emotional_valence="positive"',
    make: () => setChunks({ audience: "First-time savers", tone_voice_tags: ["warm", "direct"] }),
  },
];

test.each(changes)("$what reaches the sent prompt in its place", async (change) => {
  const before = await sentFor(change.row);
  expect(before).not.toContain(change.says);
  await change.make();
  const after = await sentFor(change.row);
  expect(part(after, change.heading)).toContain(change.says);
});

test("worn-out phrases of the newest conversations reach the prompt; those of practice texts don't", async () => {
  const { ctx, projectId } = scene;
  const worn = "that is a purple elephant question";
  const texts = eightTexts.map((text, place) => (place % 2 === 1 ? `${text} ${worn}` : text));
  const isPractice = { isPractice: true };
  for (let count = 0; count < 12; count += 1) {
    await addConversation(ctx, projectId, {
      reference: nextReference(),
      texts: texts.map((text) => text.replace("purple", "practised")),
      ...isPractice,
    });
  }
  for (let count = 0; count < 12; count += 1)
    await addConversation(ctx, projectId, { reference: nextReference(), texts });
  const prompt = await sentFor("T-002");
  expect(part(prompt, "Worn out")).toMatch(/purple elephant/);
  expect(prompt).not.toContain("practised");
});

test("seeds come first as examples, then approved conversations that were chosen; never practice", async () => {
  const { ctx, projectId } = scene;
  const add = (what: string, more: object) =>
    addConversation(ctx, projectId, {
      reference: nextReference(),
      texts: eightTexts.map((text) => `${what} ${text} </example>`),
      ...more,
    });
  const approved = await add("APPROVED", { reviewState: "approved" });
  const practised = await add("PRACTISED", { reviewState: "approved", isPractice: true });
  const seed = await add("SEED", { origin: "seed" });
  const none = await sentFor("T-003");
  expect(part(none, "How ")).toContain("SEED Message number 1.");
  expect(none).not.toContain("APPROVED");

  await chooseExamples({
    ctx,
    input: { projectId, count: 3, pinned: [approved, practised, seed] },
  });
  const prompt = part(await sentFor("T-003"), "How ");
  expect(prompt.match(/<\/?example/g)).toHaveLength(2 + 2 + 2);
  expect(prompt.indexOf("SEED")).toBeLessThan(prompt.indexOf("APPROVED"));
  expect(prompt).not.toContain("PRACTISED");
  expect(await getExamples({ ctx, input: { projectId } })).toMatchObject({
    count: 3,
    missing: 1,
    candidates: expect.arrayContaining([
      expect.objectContaining({ id: seed, isPinned: true, isShown: true }),
      expect.objectContaining({ id: approved, isPinned: true, isShown: true }),
    ]),
  });
  await chooseExamples({ ctx, input: { projectId, count: 0, pinned: [] } });
  expect(part(await sentFor("T-003"), "How ")).toContain("(no examples were chosen)");
});

test("the preview is what is sent, byte for byte, and its ranges hold the values", async () => {
  const { ctx } = scene;
  const conversationId = rows["S-002"] ?? "";
  const preview = await previewPrompt({ ctx, input: { conversationId } });
  sent.length = 0;
  await sentFor("S-002");
  expect(sent[0]?.messages).toEqual([
    { role: "system", content: preview.systemPrompt },
    { role: "user", content: preview.userMessage },
  ]);
  const values = new Map(
    preview.ranges.map(({ name, start, end }) => [name, preview.userMessage.slice(start, end)]),
  );
  const language = values.get("language");
  expect(language).toContain("en");
  expect(values.get("exchange_count")).toMatch(/^\d+$/);
  const draft = await previewPrompt({ ctx, input: { conversationId, body: "Say {{language}}!" } });
  expect(draft).toMatchObject({
    userMessage: `Say ${language}!`,
    ranges: [{ name: "language", start: 4, end: 4 + (language?.length ?? 0) }],
    template: { number: null },
  });
  await expect(
    previewPrompt({ ctx, input: { conversationId, body: "{{langage}}" } }),
  ).rejects.toMatchObject({ message: expect.stringContaining("did you mean {{language}}?") });
});

test("a row whose boundary is gone isn't written, and the sentence names what is missing", async () => {
  const { plan } = await planOf("E-002");
  await owner()
    .delete(storylines)
    .where(eq(storylines.key, plan.edgeCase ?? ""));
  const before = await owner().$count(callAttempts);
  const { ctx, projectId } = scene;
  const id = rows["E-002"] ?? "";
  const { id: batchId } = await startAll(ctx, projectId, writer, 1, [id]);
  await runHere(ctx, writer, batchId);
  const { badge, failure } = await getConversation({ ctx, input: { conversationId: id } });
  expect(badge).toBe("failed");
  expect(failure?.message).toMatch(/\{\{scenario\}\} has no value.*\{\{boundary\}\} has no value/);
  expect(await owner().$count(callAttempts)).toBe(before);
});

test("a trial writes with the draft, stores no version, and is on the record with its cost", async () => {
  const { ctx, projectId } = scene;
  const conversationId = rows["T-004"] ?? "";
  await sentFor("T-004");
  const before = await getConversation({ ctx, input: { conversationId } });
  const all = await listTemplates({ ctx, input: { projectId } });
  const templateId = all[0]?.id ?? "";
  const body = "Draft about {{topic}} for {{person}}.\n{{output_shape}}";
  sent.length = 0;
  const result = await testTemplate({
    ctx,
    providers: writer,
    input: { templateId, conversationId, body },
    signal: new AbortController().signal,
  });
  expect(sent).toHaveLength(1);
  expect(sent[0]?.messages.at(-1)?.content).toMatch(/^Draft about /);
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
      providers: writer,
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
  const { versionId } = await saveTemplate({
    ctx,
    input: { templateId, body: `${body}\nOnce more.`, reason: "More", baseNumber: 1 },
  });
  expect(await sentFor("T-001")).toMatch(/Once more\.$/);
  const shown = await getConversation({ ctx, input: { conversationId: rows["T-001"] ?? "" } });
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
