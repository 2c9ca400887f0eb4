import { expect, test } from "vitest";
import { comparable, emptyCompareForm, readCompareForm } from "./compare-form.ts";
import { startBatchInput } from "#/core/generation/schema.ts";
import type { Template } from "#/core/templates/schema.ts";
import type { WriterChoice } from "#/core/writers/schema.ts";
import { keyOfWriter } from "#/features/generation/generate-form.ts";

const projectId = "6f0e34a1-6a0c-4a59-9d43-0a0a2a2c4c10";
const idOf = (number: number) =>
  `6f0e34a1-6a0c-4a59-9d43-0a0a2a2c4c${String(number).padStart(2, "0")}`;
const template = (count: number, retiredAt: Date | null = null): Template => ({
  id: `template-${count}`,
  projectId,
  tier: "scenario",
  arc: null,
  name: "Situation",
  retiredAt,
  versions: Array.from({ length: count }, (_none, at) => ({
    id: idOf(count - at),
    number: count - at,
    reason: "Why",
    restoredFrom: null,
    createdByName: "Ada",
    createdAt: new Date(0),
    conversations: 0,
  })),
});
const choice = (model: string): WriterChoice => ({
  provider: "own",
  model,
  label: model.toUpperCase(),
  isPractice: false,
  isReady: true,
  whyNot: null,
  prices: { input: 1, output: 1, cacheRead: 1, cacheWrite: 1, batchShare: null },
});

test("it begins with the two newest versions of the first template that has two", () => {
  const templates = [template(1), template(3), template(2, new Date(1))];
  expect(comparable(templates).map(({ id }) => id)).toEqual(["template-3"]);
  const form = emptyCompareForm(templates);
  expect(form).toMatchObject({ over: "template", templateId: "template-3", sides: ["2", "3"] });
  const { wish, errors } = readCompareForm(form, templates, []);
  expect(errors).toEqual({});
  expect(wish).toMatchObject({
    limit: 20,
    selection: { filter: { status: ["not_generated"], labels: { tier: ["scenario"] } } },
    split: { over: "template", arms: [{ label: "Version 2" }, { label: "Version 3" }] },
  });
  const request = { projectId, expectedCount: 20, ...wish };
  expect(startBatchInput.safeParse(request).success).toBe(true);
});

test("without a second version writers are compared, of every kind of conversation", () => {
  const choices = [choice("one"), choice("two")];
  const empty = emptyCompareForm([template(1)]);
  expect(empty).toMatchObject({ over: "writer", sides: [null, null] });
  expect(readCompareForm(empty, [], choices).wish).toBeNull();
  const form = { ...empty, sides: choices.map(keyOfWriter), stopAt: "$5" };
  const { wish, capMicros } = readCompareForm(form, [], choices);
  expect(capMicros).toBe(5_000_000);
  expect(wish?.selection).toEqual({ kind: "filter", filter: { status: ["not_generated"] } });
  expect(wish?.split?.arms.map(({ label }) => label)).toEqual(["ONE", "TWO"]);
  expect(startBatchInput.safeParse({ projectId, expectedCount: 20, ...wish }).success).toBe(true);
});

test("what can't be compared is named at its field", () => {
  const templates = [template(3)];
  const form = emptyCompareForm(templates);
  const errorsOf = (part: object) => readCompareForm({ ...form, ...part }, templates, []).errors;
  expect(errorsOf({ sides: ["2", "2"] })).toHaveProperty("sides");
  expect(errorsOf({ rows: "1" })).toHaveProperty("rows");
  expect(errorsOf({ rows: "" })).toHaveProperty("rows");
  expect(errorsOf({ rows: "2.5" })).toHaveProperty("rows");
  expect(errorsOf({ stopAt: "much" })).toHaveProperty("stopAt");
});
