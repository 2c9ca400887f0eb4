import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CheckedConversation } from "./check.ts";
import { isCutOff } from "./cut-off.ts";
import { scoreConversation } from "./score-conversation.ts";
import { projectSettingsSchema } from "../projects/schema.ts";

const words = (count: number) =>
  `${Array.from({ length: count - 1 }, () => "word").join(" ")} end.`;
const talk = (count: number): CheckedConversation["messages"] =>
  Array.from({ length: count }, (_, place) => ({
    role: place % 2 === 0 ? ("user" as const) : ("assistant" as const),
    content: words(place % 2 === 0 ? 30 : 80),
  }));
const score = (messages: CheckedConversation["messages"], planWords: string[] = []) =>
  scoreConversation({
    messages,
    tier: "template",
    settings: projectSettingsSchema.parse({}),
    planWords,
  });
const withText = (place: number, content: string) =>
  talk(8).map((message, at) => (at === place ? { ...message, content } : message));
const part = (result: ReturnType<typeof score>, check: string) =>
  result.parts.find((candidate) => candidate.check === check);

describe("structure", () => {
  test("a whole conversation is 10, and every part says why", () => {
    const result = score(talk(8));
    expect(result).toMatchObject({ score: 10, needsReview: false, brokenRule: null });
    for (const { reason } of result.parts) expect(reason).toMatch(/^[A-Z\d].*\.$/);
  });

  test.each([
    ["nothing", [], "no messages"],
    ["an answer first", talk(9).slice(1), "isn't the client's"],
    ["two of one side", [...talk(4), ...talk(4).slice(1)], "take turns: message 5"],
    ["no last answer", talk(9), "has no answer"],
    ["an empty message", withText(2, " \n… "), "Nothing stands in message 3"],
    ["a torn sentence", withText(3, "You could start with the rent and then"), null],
    [
      "a torn reply",
      withText(5, "It is best to start with the rent and the"),
      "breaks off in message 6",
    ],
  ])("%s", (_, messages, rule) => {
    const { brokenRule } = score(messages);
    if (rule === null) expect(brokenRule).toBeNull();
    else expect(brokenRule).toContain(rule);
  });

  test.each([
    'She said "do it now."',
    "He asked: “really?”",
    "I'm not sure…",
    "Well...",
    "Try this:\n- rent\n- food and heat",
    "Do it in this order:\n1. rent\n2. food",
    "All of it (every cent).",
    "**Start with the rent.**",
    "See https://example.com/a-page-with-a-name",
    "Good luck 🙂",
    "I'm sorry to hear it :(",
    "Take care of yourself this week.\n\nNora",
    "家賃から始めましょう。",
    'Escaped quote at the end.\\"',
  ])("%j isn't cut off", (text) => {
    expect(isCutOff(text, false)).toBe(false);
  });

  test.each([
    "You could begin with the rent,",
    "There are three of them:",
    "What I would look at first is the amount that leaves the account each",
    "It depends on whether you and",
    "The lender (who",
    "Start with -",
  ])("%j is cut off", (text) => {
    expect(isCutOff(text, false)).toBe(true);
  });

  test("a client may leave the full stop away", () => {
    expect(
      isCutOff("ok so i looked at it again and i think i can do the first one tonight", true),
    ).toBe(false);
    expect(isCutOff("ok so i looked at it and", true)).toBe(true);
  });
});

describe("the other parts", () => {
  test("message count follows the tier's band", () => {
    expect(part(score(talk(16)), "message-count")).toMatchObject({ value: 1 });
    const short = score(talk(6));
    expect(part(short, "message-count")).toMatchObject({
      value: 0.75,
      reason: "6 messages; 8 to 16 are wanted.",
    });
    expect(short.brokenRule).toBeNull();
  });

  test("length compliance is full from 85 % on", () => {
    expect(part(score(withText(0, "Too short.")), "length-compliance")).toMatchObject({ value: 1 });
    const many = talk(8).map((message, place) =>
      place < 4 ? { ...message, content: "Short." } : message,
    );
    const result = score(many);
    expect(part(result, "length-compliance")?.value).toBeCloseTo(0.588, 2);
    expect(part(result, "length-compliance")?.reason).toContain("4 of 8 messages");
  });

  test.each([
    "Thank you, {{name}}, for writing.",
    "As I said, [Client Name], you can wait.",
    "Turn 3: I think you can wait.",
    "This is what source 2 says about it.",
    "An Overwhelmed Avoider like you can wait.",
    "<source> you can wait.",
  ])("leftovers: %j asks for a person", (text) => {
    const result = score(withText(3, `${text} ${words(60)}`), ["Overwhelmed Avoider"]);
    expect(part(result, "leftovers")).toMatchObject({
      value: 0,
      reason: expect.stringContaining("message 4"),
    });
    expect(result.needsReview).toBe(true);
  });

  test("ordinary words are no leftovers", () => {
    const text = `A big chunk of my paycheck goes to rent, and it's my turn now. ${words(30)}`;
    expect(part(score(withText(2, text), ["Debt"]), "leftovers")).toMatchObject({ value: 1 });
  });

  test.each(["Assistant: you can wait.", "You can wait.\nUser: can I?", "As an AI, I can't say."])(
    "role leakage: %j",
    (text) => {
      expect(part(score(withText(3, `${text} ${words(60)}`)), "role-leakage")).toMatchObject({
        value: 0,
      });
    },
  );
});

test("the score stays within 1 and 10 with one decimal, and under 6 asks for a person", () => {
  const message = fc.record({
    role: fc.constantFrom("user" as const, "assistant" as const),
    content: fc.string({ unit: "grapheme", maxLength: 300 }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 20 }), (messages) => {
      const result = score(messages);
      expect(result.score).toBeGreaterThanOrEqual(1);
      expect(result.score).toBeLessThanOrEqual(10);
      expect(Number(result.score.toFixed(1))).toBe(result.score);
      if (result.score < 6) expect(result.needsReview).toBe(true);
      expect(result.brokenRule === null).toBe(part(result, "structure")?.value === 1);
    }),
  );
});
