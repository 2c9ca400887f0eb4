import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  goodAnswer,
  runHere,
  scripted,
  startAll,
} from "../../../test/generation.ts";
import { previewVoice } from "./preview-voice.ts";
import { getProject } from "../projects/get-project.ts";
import { saveVoice } from "../projects/save-voice.ts";
import { updateProject } from "../projects/update-project.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createGenerationScene({ template: 2, scenario: 2, edge_case: 2 });
});
afterAll(() => world.close());

const voice = {
  name: "Zelda Quist",
  business: "Quist & Sons Boatyard",
  trade: "wooden boats",
  expertise: "Knows hulls that others gave up.",
  yearsExperience: 31,
  principles: ["A boat is worth its owner's patience."],
  tone: "salty and short",
  techniques: ["Draws the hull in words first."],
  neverDoes: ["Never sells varnish over rot."],
  sampleSentences: ["Tap it, and it will tell you."],
};
const traces = Object.values(voice).map((value) =>
  Array.isArray(value) ? value[0] : String(value),
);

/** Has the first unwritten row of a tier written, and reads the request that was put on the record. */
async function promptOf(tier: string): Promise<string> {
  const { ctx, projectId, ownerDb } = world;
  const rows = await ownerDb.select().from(conversations).where(eq(conversations.tier, tier));
  const row = rows.find(({ origin, versionNumber }) => origin === "planned" && versionNumber === 0);
  const providers = scripted(goodAnswer);
  const batch = await startAll(ctx, projectId, providers, 1, [row?.id ?? ""]);
  await runHere(ctx, providers, batch.id);
  const [call] = await ownerDb
    .select({ request: callAttempts.request })
    .from(callAttempts)
    .orderBy(desc(callAttempts.sentAt))
    .limit(1);
  return JSON.stringify(call?.request);
}

test("each field of the voice is in the prompt that was sent, whatever the tier; a change is in the next", async () => {
  const { ctx, projectId } = world;
  await saveVoice({ ctx, input: { projectId, voice } });
  await updateProject({ ctx, input: { projectId, language: "sv", currency: "SEK" } });
  for (const tier of ["template", "scenario", "edge_case"]) {
    const prompt = await promptOf(tier);
    for (const trace of traces) expect(prompt, tier).toContain(trace);
    expect(prompt, tier).toContain("Swedish (sv)");
    expect(prompt, tier).toContain("Swedish Krona (SEK)");
  }
  await saveVoice({ ctx, input: { projectId, voice: { ...voice, tone: "sunny and long" } } });
  const next = await promptOf("template");
  expect(next).toContain("sunny and long");
  expect(next).not.toContain("salty and short");
});

test("the preview shows the lines that the prompt gets", async () => {
  const { ctx, projectId } = world;
  const preview = await previewVoice({ ctx, input: { projectId, voice } });
  const shown = [preview.systemPrompt, ...preview.promptParts].join("\n");
  for (const trace of traces) expect(shown).toContain(trace);
  expect(shown).not.toContain("{{");
  expect(preview.isEmpty).toBe(false);
  const bare = await previewVoice({ ctx, input: { projectId, voice: { business: "Quist" } } });
  expect(bare.isEmpty).toBe(true);
  expect((await getProject({ ctx, input: { projectId } })).voice.tone).toBe("sunny and long");
});
