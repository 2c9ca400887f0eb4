import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assert, integer, property, string, tuple } from "fast-check";
import { expect, test } from "vitest";
import { readSeedFile } from "./seed-file.ts";
import type { SeedDraft, SeedItem } from "./seed-draft.ts";
import { readEmotions, valenceOfWords } from "./seed-emotions.ts";

const folder = join(import.meta.dirname, "../../../test/fixtures/seeds");
const shared = join(import.meta.dirname, "../../../../shared/data/seed-conversations");
const sample = join(import.meta.dirname, "../../../sample/seeds");
const readFixture = (name: string, from = folder) =>
  readSeedFile({ name, content: readFileSync(join(from, name), "utf8") });
const draftsOf = (items: SeedItem[]): SeedDraft[] =>
  items.flatMap((each) => ("draft" in each ? [each.draft] : []));
const problemsOf = (items: SeedItem[]) =>
  items.flatMap((each) => ("problem" in each ? [{ item: each.item, ...each.problem }] : []));
const json = (value: unknown) => readSeedFile({ name: "a.json", content: JSON.stringify(value) });
const turn = (role: string, content: unknown = "Words.") => ({ role, content });

test("rebuilds conversations from pairs, by number and not by place or history", () => {
  const drafts = draftsOf(readFixture("consultant.json"));
  expect(drafts.map((draft) => [draft.sourceKey, draft.title, draft.messages.length])).toEqual([
    ["brook_001", "Rosa Lind: The unopened envelopes", 4],
    ["brook_002", "Somebody Else", 2],
  ]);
  const [first] = drafts;
  expect(first?.messages.map(({ role, content }) => [role, content.slice(0, 9)])).toEqual([
    ["user", "I have a "],
    ["assistant", "Thank you"],
    ["user", "There wer"],
    ["assistant", "Then we s"],
  ]);
  expect(first?.messages[0]?.emotions).toEqual({
    primary: "overwhelm",
    primaryConfidence: 0.8,
    secondary: "shame",
    secondaryConfidence: 0.3,
    tertiary: "fear",
    tertiaryConfidence: 0.15,
    intensity: 0.8,
    valence: -0.6,
  });
  expect(first?.messages[1]?.emotions).toBeNull();
  expect(drafts[1]?.messages[0]?.emotions).toEqual({ primary: "cautious_hope" });
  expect(first?.systemPrompt).toBe("You answer as Ida Brook does.");
  expect(first?.background).toMatchObject({
    consultant_profile: { name: "Ida Brook" },
    exchanges: [{ turn_number: 1, training_metadata: { quality_score: 5 } }, { turn_number: 2 }],
  });
  expect(JSON.stringify(first?.background)).not.toContain("abridged");
});

test("a bare word in an array is named with line, column, what stands there and what was expected", () => {
  const items = readFixture("bare-word.json");
  expect(problemsOf(items)).toEqual([
    {
      item: "brook_101",
      line: 21,
      column: 34,
      found: "unsure",
      expected: "a value in quotes, a number, true, false, null, [ or {",
      message:
        'This isn\'t valid JSON: line 21, column 34 has "unsure"; expected: a value in quotes, a number, true, false, null, [ or {. Correct it there and import the file again.',
    },
  ]);
  expect(draftsOf(items).map((draft) => draft.sourceKey)).toEqual(["brook_102"]);
});

test("in a list the good ones come in and each bad one is named by its place", () => {
  const items = readFixture("list.json");
  expect(draftsOf(items).map((draft) => draft.sourceKey.slice(0, 8))).toEqual([
    "list-01",
    "list-03",
    "content:",
  ]);
  expect(draftsOf(items)[2]).toMatchObject({
    systemPrompt: "Be brief.",
    title: "Sixth, without an id?",
  });
  expect(problemsOf(items)).toMatchObject([
    { item: "list-02", line: 4, column: 59, found: "overwhelmed" },
    { item: "list-04", line: 6, column: 98, found: expect.stringContaining('"user"') },
    { item: "list-05", line: 7, expected: expect.stringContaining("last word") },
  ]);
});

test("lines stand for themselves, also under a name that ends in .json", () => {
  for (const name of ["plain.jsonl", "plain.json"]) {
    const content = readFileSync(join(folder, "plain.jsonl"), "utf8");
    const items = readSeedFile({ name, content });
    expect(draftsOf(items).map((draft) => draft.title)).toEqual([
      "One line, one conversation?",
      "And one more?",
    ]);
    expect(problemsOf(items)).toMatchObject([
      { item: "line 2", line: 2, column: 80, found: "True" },
    ]);
  }
});

test.each([
  ['{"messages": [', 1, 15, "the end of the file", "a closing ]"],
  ["{'messages': []}", 1, 2, "'messages'", "a name in double quotes"],
  ['{"messages": [],}', 1, 17, "}", "a name in double quotes"],
  ['{\n"messages" [1]}', 2, 12, "[", "a colon"],
  ['[{"messages": []} {"messages": []}]', 1, 19, "{", "a comma"],
  ['{"messages": [] // none\n}', 1, 17, "//", "no comment"],
  ['{"messages": [1.]}', 1, 15, "1.", "a digit"],
  ['{"conversation_id": "x\n"}', 1, 21, '"x', "a closing double quote"],
  ['{"a": "\\x"}', 1, 7, '"\\x"', "after a backslash"],
  ["NaN", 1, 1, "NaN", "a value in quotes"],
  ["[]", 1, 1, "[]", "at least one conversation"],
  ['"text"', 1, 1, '"text"', 'an object with "messages"'],
  ['{"messages": "none"}', 1, 14, '"none"', "a list of messages"],
  ['{"conversation_id": 7, "messages": []}', 1, 21, "7", "a text in quotes"],
  ['{"training_pairs": []}', 1, 20, "[]", "at least one exchange"],
])("%j is refused at %i:%i", (content, line, column, found, expected) => {
  const [fault] = problemsOf(readSeedFile({ name: "a.json", content }));
  expect(fault).toMatchObject({ line, column });
  expect(fault?.found).toContain(found);
  expect(fault?.expected).toContain(expected);
});

test("the rules of a seed hold for every shape", () => {
  const id = { conversation_id: "x" };
  for (const shape of [id, {}]) {
    const reasons = [
      [turn("assistant"), turn("user")],
      [turn("user")],
      [turn("user"), turn("assistant", "  ")],
      [turn("user"), turn("assistant", 7)],
      [turn("human"), turn("gpt")],
      [turn("user"), turn("system"), turn("assistant")],
      ["text"],
      [],
    ].map((messages) => problemsOf(json({ ...shape, messages }))[0]?.expected);
    expect(reasons).toEqual([
      expect.stringContaining("who begins"),
      expect.stringContaining("last word"),
      expect.stringContaining("something in it"),
      expect.stringContaining("something in it"),
      '"user" or "assistant"',
      expect.stringContaining("take turns"),
      'an object with "role" and "content"',
      "at least one message and its answer",
    ]);
  }
});

test("gaps and repeated numbers of exchanges are named", () => {
  const pair = (turn_number: unknown) => ({
    conversation_id: "c",
    turn_number,
    current_user_input: "Q",
    target_response: "A",
  });
  const expected = (...numbers: unknown[]) =>
    problemsOf(json({ training_pairs: numbers.map(pair) }))[0]?.expected;
  expect(expected(1, 3)).toContain("exchange 2, which is missing");
  expect(expected(2, 3)).toContain("exchange 1, which is missing");
  expect(expected(1, 2, 2)).toContain("2 stands there twice");
  expect(expected("1")).toContain("from 1");
  expect(draftsOf(json({ training_pairs: [2, 1].map(pair) }))[0]?.messages).toHaveLength(4);
});

test("a missing bracket loses nothing in silence", () => {
  const good = (id: string) =>
    `{"conversation_id": "${id}", "messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]}`;
  const broken = `{"conversations": [\n${good("a")},\n${good("b").replace("]}", "}")},\n${good("c")}\n]}`;
  const items = readSeedFile({ name: "a.json", content: broken });
  expect(draftsOf(items).map((draft) => draft.sourceKey)).toEqual(["a"]);
  expect(
    problemsOf(items)
      .map((each) => each.message)
      .join(" "),
  ).toContain("stayed out too");
  const pairs = `{"training_pairs": [{"conversation_id": "a", "turn_number": 1, {"conversation_id": "b", "turn_number": 1}]}`;
  expect(problemsOf(readSeedFile({ name: "a.json", content: pairs }))).toHaveLength(1);
});

test("strange names, depth and other files are answered with a sentence", () => {
  const evil = `{"__proto__": {"polluted": true}, "conversation_id": "x", "labels": {"__proto__": "y"}, "messages": [{"role": "user", "content": "Q", "__proto__": 1}, {"role": "assistant", "content": "A"}]}`;
  const [draft] = draftsOf(readSeedFile({ name: "a.json", content: evil }));
  expect(draft?.labels).toMatchObject({ values: [["__proto__", "y"]] });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  const deep = problemsOf(readSeedFile({ name: "a.json", content: "[".repeat(100_000) }));
  expect(deep[0]).toMatchObject({ line: 1, column: 201 });
  const deepGood = `{"a":${"[".repeat(150)}${"]".repeat(150)}}`;
  expect(problemsOf(readSeedFile({ name: "a.json", content: deepGood }))).toHaveLength(1);
  expect(problemsOf(readSeedFile({ name: "a.md", content: "#" }))[0]?.message).toContain(
    "JSON files",
  );
  expect(problemsOf(readSeedFile({ name: "a.json", content: " " }))[0]?.message).toContain("empty");
});

test("any text is read or refused without a crash", () => {
  for (const fixture of ["list.json", "consultant.json", "own.json"]) crumble(fixture);
});

function crumble(fixture: string): void {
  const whole = readFileSync(join(folder, fixture), "utf8");
  assert(
    property(
      tuple(integer({ min: 0, max: whole.length }), integer({ min: 0, max: 30 }), string()),
      ([at, cut, put]) => {
        const content = whole.slice(0, at) + put + whole.slice(at + cut);
        for (const name of ["a.json", "a.jsonl"]) {
          for (const each of readSeedFile({ name, content })) {
            if ("draft" in each) expect(each.draft.messages.at(-1)?.role).toBe("assistant");
            else expect(each.problem.message).toMatch(/\.$/);
          }
        }
      },
    ),
    { numRuns: 1000 },
  );
}

test("valence in words becomes a number as documented", () => {
  const numbers = [
    "negative",
    "positive",
    "mixed_positive",
    "mixed_negative_but_improving",
    "negative_but_more_grounded",
    "mixed_more_engaged",
    "very negative",
    "neutral",
    "curious",
  ].map(valenceOfWords);
  expect(numbers).toEqual([-0.6, 0.6, 0.3, -0.1, -0.4, 0, -0.85, 0, undefined]);
  expect(readEmotions({ primary: "fear", primaryConfidence: 0.5, valence: -2 })).toEqual({
    primary: "fear",
    primaryConfidence: 0.5,
  });
  expect(readEmotions({ secondary: "fear" })).toBeNull();
});

test("the sample's seeds are read to the last", () => {
  const names = readdirSync(sample)
    .filter((name) => name.endsWith(".json"))
    .sort();
  expect(names).toHaveLength(10);
  for (const name of names) {
    const items = readFixture(name, sample);
    expect(problemsOf(items)).toEqual([]);
    const [draft] = draftsOf(items);
    expect(draft?.messages.length).toBeGreaterThanOrEqual(8);
    expect(draft?.messages[0]?.emotions?.primaryConfidence).toBeGreaterThan(0);
    expect(draft?.background).toHaveProperty("arc");
  }
});

test.skipIf(!existsSync(shared))(
  "three real hand-made conversations have 6, 10 and 6 messages",
  () => {
    const drafts = readdirSync(shared)
      .sort()
      .flatMap((name) => draftsOf(readFixture(name, shared)));
    expect(drafts.map((draft) => [draft.sourceKey, draft.messages.length])).toEqual([
      ["fp_marcus_002", 6],
      ["fp_marcus_005", 10],
      ["fp_jennifer_002", 6],
    ]);
    for (const draft of drafts) {
      expect(draft.systemPrompt).toContain("Elena Morales");
      expect(draft.background).toHaveProperty("consultant_profile.name", "Elena Morales, CFP");
      for (const { role, emotions } of draft.messages) {
        if (role === "user") expect(emotions?.valence).toBeTypeOf("number");
      }
    }
  },
);
