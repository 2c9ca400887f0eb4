import { readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { importSeeds } from "./import-seeds.ts";
import { proposeVoice } from "./propose-voice.ts";
import { readVoice } from "./read-voice.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const fixture = (name: string) => readFile(`test/fixtures/seeds/${name}`, "utf8");

test("the profile, the habits and the sentences of imported seeds are proposed, each with its source", async () => {
  const { ctx, projectId } = world;
  expect(await proposeVoice({ ctx, input: { projectId } })).toEqual({ seeds: 0, proposals: [] });
  const content = await fixture("consultant.json");
  await importSeeds({ ctx, input: { projectId, files: [{ name: "consultant.json", content }] } });
  const file: { consultant_profile: { name: string; business: string } } = JSON.parse(content);
  const { seeds, proposals } = await proposeVoice({ ctx, input: { projectId } });
  expect(seeds).toBeGreaterThan(0);
  const of = (field: string) => proposals.find((each) => each.field === field);
  expect(of("name")?.lines).toEqual([file.consultant_profile.name]);
  expect(of("name")?.from).toContain("profile");
  const sentences = of("sampleSentences")?.lines ?? [];
  expect(sentences.length).toBeGreaterThan(0);
  for (const sentence of sentences)
    expect(content).toContain(JSON.stringify(sentence).slice(1, -1));
});

test("a system prompt says name, business, tone and principles", () => {
  const systemPrompt =
    "You are a chatbot representing Mara Lind of Lind & Daughters. Your core principles: (1) Ask before advising, (2) One step at a time. Your tone is dry and kind.";
  const proposals = readVoice([{ systemPrompt, background: {}, answers: [] }]);
  expect(Object.fromEntries(proposals.map(({ field, lines }) => [field, lines]))).toEqual({
    name: ["Mara Lind"],
    business: ["Lind & Daughters"],
    tone: ["dry and kind"],
    principles: ["Ask before advising", "One step at a time"],
  });
});

test("a technique that comes back is a habit; one that came once is not", () => {
  const exchange = (technique: string) => ({
    response_strategy: { specific_techniques: [{ technique }], avoid_tactics: ["Lecturing"] },
  });
  const background = {
    exchanges: [
      exchange("name_the_feeling"),
      exchange("use_a_story"),
      exchange("name_the_feeling"),
    ],
  };
  const proposals = readVoice([{ systemPrompt: "", background, answers: [] }]);
  expect(proposals.map(({ field, lines }) => [field, lines])).toEqual([
    ["techniques", ["Name the feeling"]],
    ["neverDoes", ["Lecturing"]],
  ]);
});

test("whatever stands beside a seed, nothing is thrown and nothing empty is proposed", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.jsonValue(),
      fc.array(fc.string()),
      (systemPrompt, value, answers) => {
        const background = {
          consultant_profile: value,
          exchanges: [value, { response_strategy: value }],
        };
        for (const { lines } of readVoice([{ systemPrompt, background, answers }])) {
          expect(lines.length).toBeGreaterThan(0);
          for (const line of lines) expect(line.trim()).not.toBe("");
        }
      },
    ),
  );
});
