import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runHere, startAll } from "../../../test/generation.ts";
import { addConversation, eightTexts } from "../../../test/scene.ts";
import { createPromptScene, type PromptScene } from "../../../test/sent-prompt.ts";
import { chooseExamples } from "./choose-examples.ts";
import { getExamples } from "./get-examples.ts";
import { previewPrompt } from "./preview-prompt.ts";
import { getConversation } from "../conversations/get-conversation.ts";
import { chunks, storylines, taxonomyValues } from "#/platform/db/tables/sources.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

let scene: PromptScene;
beforeAll(async () => {
  scene = await createPromptScene();
});
afterAll(() => scene.close());

const owner = () => scene.ownerDb;

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
let added = 0;
const nextReference = () => `X-${(added += 1)}`;
const planOf = async (reference: string) => {
  const { plan, labels } = await getConversation({
    ctx: scene.ctx,
    input: { conversationId: scene.rows[reference] ?? "" },
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
  const before = await scene.sentFor(change.row);
  expect(before).not.toContain(change.says);
  await change.make();
  const after = await scene.sentFor(change.row);
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
  const prompt = await scene.sentFor("T-002");
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
  const none = await scene.sentFor("T-003");
  expect(part(none, "How ")).toContain("SEED Message number 1.");
  expect(none).not.toContain("APPROVED");

  await chooseExamples({
    ctx,
    input: { projectId, count: 3, pinned: [approved, practised, seed] },
  });
  const prompt = part(await scene.sentFor("T-003"), "How ");
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
  expect(part(await scene.sentFor("T-003"), "How ")).toContain("(no examples were chosen)");
});

test("the preview is what is sent, byte for byte, and its ranges hold the values", async () => {
  const { ctx } = scene;
  const conversationId = scene.rows["S-002"] ?? "";
  const preview = await previewPrompt({ ctx, input: { conversationId } });
  scene.sent.length = 0;
  await scene.sentFor("S-002");
  expect(scene.sent[0]?.messages).toEqual([
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
  const id = scene.rows["E-002"] ?? "";
  const { id: batchId } = await startAll(ctx, projectId, scene.writer, 1, [id]);
  await runHere(ctx, scene.writer, batchId);
  const { badge, failure } = await getConversation({ ctx, input: { conversationId: id } });
  expect(badge).toBe("failed");
  expect(failure?.message).toMatch(/\{\{scenario\}\} has no value.*\{\{boundary\}\} has no value/);
  expect(await owner().$count(callAttempts)).toBe(before);
});
