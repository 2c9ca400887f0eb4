import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ComposedMessage, composeConversation } from "./compose-conversation.ts";
import { notesOf } from "./notes.ts";
import { inFirstPerson, inSecondPerson, sentencesOf } from "./own-words.ts";
import { practiceProvider } from "./practice-provider.ts";
import { materialSchema } from "../../material.ts";
import { createRandom } from "#/lib/random.ts";
import { countWords } from "#/lib/words.ts";

const thin = (more: Record<string, unknown> = {}) =>
  materialSchema.parse({ seed: 1, messageCount: 12, ...more });
const request = (material: Record<string, unknown>) => ({
  model: "practice-1",
  messages: [{ role: "user" as const, content: "Write it." }],
  outputSchema: {},
  maxOutputTokens: 1_000,
  material,
});
const never = new AbortController().signal;

function expectWhole(messages: ComposedMessage[], count: number): void {
  expect(messages).toHaveLength(count);
  messages.forEach(({ role, content }, place) => {
    expect(role).toBe(place % 2 === 0 ? "user" : "assistant");
    expect(content).not.toMatch(/[{}<>]|undefined|NaN/);
    expect(content.trim()).not.toBe("");
  });
  expect(new Set(messages.map(({ content }) => content)).size).toBe(count);
}

describe("thin material", () => {
  test("a seed and a count are enough for a conversation inside the word bands", () => {
    for (const tier of ["template", "scenario", "edge_case"]) {
      for (let seed = 0; seed < 40; seed += 1) {
        const messages = composeConversation(thin({ seed, tier, messageCount: 16 }));
        expectWhole(messages, 16);
        const fitting = messages.filter(({ role, content }) => {
          const words = countWords(content);
          return role === "user" ? words >= 20 && words <= 150 : words >= 50 && words <= 250;
        });
        expect(fitting.length, `${tier} ${seed}`).toBeGreaterThanOrEqual(15);
      }
    }
  });

  test("whatever stands in labels, plan and passages, the shape holds", () => {
    const words = fc
      .string({ unit: "grapheme", maxLength: 60 })
      .map((text) => text.replace(/[{}<>]/g, ""));
    const label = fc.record({
      key: words,
      label: words,
      description: words,
      attributes: fc.dictionary(
        fc.constantFrom(
          "questions",
          "facts",
          "steps",
          "concerns",
          "opensWith",
          "languagePatterns",
          "typicalQuestions",
        ),
        fc.oneof(fc.array(words, { maxLength: 4 }), words, fc.constant(null)),
      ),
    });
    const material = fc.record(
      {
        seed: fc.integer(),
        tier: fc.constantFrom("template", "scenario", "edge_case", "other"),
        messageCount: fc.integer({ min: 4, max: 8 }).map((exchanges) => exchanges * 2),
        language: fc.constantFrom("en", "de", "ja", "", "xx-bad-tag-of-a-language"),
        currency: fc.constantFrom("USD", "EUR", "??"),
        userVerbosity: fc.constantFrom("terse", "plain", "talkative"),
        opener: fc.constantFrom("question", "story", "feeling", "numbers", "small-talk"),
        person: fc.record({
          firstName: words,
          age: fc.integer({ min: 18, max: 90 }),
          occupation: words,
          income: fc.nat(200_000),
          savings: fc.nat(90_000),
        }),
        labels: fc.dictionary(
          fc.constantFrom("persona", "emotion", "topic", "tone", "outcome", "own"),
          label,
        ),
        scenario: fc.record({ label: words, description: words, situation: words }),
        edgeCase: fc.record({
          label: words,
          family: words,
          situation: words,
          boundary: words,
          referral: fc.array(words, { maxLength: 3 }),
        }),
        chunks: fc.array(fc.record({ heading: words, content: words }), { maxLength: 3 }),
      },
      { requiredKeys: ["seed", "messageCount"] },
    );
    fc.assert(
      fc.property(material, (raw) => {
        expectWhole(composeConversation(materialSchema.parse(raw)), raw.messageCount);
      }),
      { numRuns: 200 },
    );
  });

  test("labels of another language are used as they are", () => {
    const messages = composeConversation(
      thin({
        language: "de",
        currency: "EUR",
        labels: {
          topic: {
            key: "rente",
            label: "Rente",
            description: "",
            attributes: {
              facts: ["Die gesetzliche Rente reicht selten allein für den gewohnten Alltag."],
            },
          },
          persona: {
            key: "p",
            label: "Vorsichtige Sparerin",
            description: "",
            attributes: { concerns: ["Zu spät anzufangen"] },
          },
        },
      }),
    );
    expectWhole(messages, 12);
    expect(messages.map(({ content }) => content).join(" ")).toContain(
      "Die gesetzliche Rente reicht",
    );
  });

  test("a narrow band is kept as far as any sentence fits", () => {
    expectWhole(
      composeConversation(thin({ messageCount: 8, userWords: [1, 6], assistantWords: [5, 30] })),
      8,
    );
  });
});

test("the same seed gives the same text; another seed or a next take another one", async () => {
  const answer = async (material: Record<string, unknown>) =>
    (await practiceProvider.generate(request(material), { signal: never })).text;
  const base = { seed: 5, take: 1, messageCount: 8 };
  expect(await answer(base)).toBe(await answer(base));
  expect(await answer({ ...base, seed: 6 })).not.toBe(await answer(base));
  expect(await answer({ ...base, take: 2 })).not.toBe(await answer(base));
});

test("costs nothing, counts tokens, is marked as practice, and refuses what it can't write from", async () => {
  expect(practiceProvider).toMatchObject({ isPractice: true, label: "Practice writer" });
  const response = await practiceProvider.generate(request({ seed: 1, messageCount: 8 }), {
    signal: never,
  });
  expect(response.usage?.outputTokens).toBeGreaterThan(200);
  expect(response.stopReason).toBe("end");
  await expect(practiceProvider.generate(request({}), { signal: never })).rejects.toMatchObject({
    fault: {
      code: "bad_material",
      kind: "invalid_output",
    },
  });
  await expect(
    practiceProvider.generate(request({}), { signal: AbortSignal.abort() }),
  ).rejects.toThrow();
});

describe("the client's own words", () => {
  test.each([
    ["The client wants to leave a steady job.", "I want to leave a steady job."],
    ["An aunt has left the client $64,000.", "An aunt has left me $64,000."],
    [
      "The client has $31,000 and the spouse works part-time.",
      "I have $31,000 and my spouse works part-time.",
    ],
    ["There is $7,800 on a card at 22%.", "There is $7,800 on a card at 22%."],
  ])("%s", (description, own) => {
    expect(inFirstPerson(description)).toEqual([own]);
  });

  test("speaks to the client in the second person, and leaves alone what it can't turn", () => {
    expect(inSecondPerson("The client is short $470 a month.")).toEqual([
      "You are short $470 a month.",
    ]);
    expect(inFirstPerson("She told the client that they would pay.")).toEqual([]);
  });

  test("sentences end at their ends, not in numbers or abbreviations", () => {
    expect(sentencesOf("It cost $3.50. Dr. Lee paid 2.5% more! Why? No one knows.")).toEqual([
      "It cost $3.50.",
      "Dr. Lee paid 2.5% more!",
      "Why?",
      "No one knows.",
    ]);
  });
});

test("of a passage only whole sentences of prose are told, none for more than 15 words in a row", () => {
  const content = [
    "| A | B |",
    "|---|---|",
    "| 1 | 2 |",
    "",
    "- a list item that says something about the rent each month",
    "",
    "These four come first:",
    "",
    "Pay them all. A late fee of $35 on a small card is a twentieth of the balance, and it is gone in a single careless minute.",
  ].join("\n");
  const notes = notesOf(
    thin({ chunks: [{ heading: "2. **Minimums** on automatic", content }] }),
    createRandom(1),
  );
  expect(notes).toHaveLength(1);
  expect(notes[0]?.heading).toBe('"Minimums on automatic"');
  expect(notes[0]?.note).toMatch(
    /^a late fee of \$35 .* of the balance, .+, and it is gone in a single careless minute\.$/,
  );
});

test.each([
  ["The Paycheck After Work > Three jars > What the jars are for", "", '"What the jars are for"'],
  ["The Pantry Method > A worked example", "", '"A worked example" from "The Pantry Method"'],
  ["The First Conversation, and What to Write When It Gets Hard > Closing", "", '"Closing"'],
  ["Closing", "", '"Closing"'],
  // Several sections in one passage: the one that the sentence stands in.
  [
    "Questions > Taxes > How much? · Work",
    "## How much?\n\nWork.\n\n## Work and pay and rest\n\nYes.\n\n",
    '"Work and pay and rest"',
  ],
])("a sentence under %s is cited as %s %s", (heading, before, citation) => {
  const content = `${before}A late fee is a twentieth of the balance.`;
  const notes = notesOf(thin({ chunks: [{ heading, content }] }), createRandom(1));
  expect(notes.map((note) => note.heading)).toEqual([citation]);
});

test('"No." ends a sentence, and stands for a number only before one', () => {
  expect(sentencesOf("No. Sort by sender. See No. 7 first.")).toEqual([
    "No.",
    "Sort by sender.",
    "See No. 7 first.",
  ]);
});

test.each(["constructor", "toString", "__proto__"])(
  "a label or family called %s is a name like any other",
  (key) => {
    const label = { key, label: key, description: "", attributes: {} };
    const labels = { tone: label, intent: label, outcome: label };
    const edgeCase = {
      label: key,
      family: key,
      situation: "",
      boundary: "",
      referral: [],
      crisisLevel: "high",
    };
    for (const material of [thin({ labels }), thin({ labels, tier: "edge_case", edgeCase })]) {
      expect(composeConversation(material)).toHaveLength(12);
    }
  },
);
