import { expect, test } from "vitest";
import { isStrict } from "./is-strict.ts";

const closed = (properties: object, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const text = { type: "string" };

test.each<[string, Record<string, unknown>, boolean]>([
  [
    "closed all through",
    closed({ a: text, b: { type: "array", items: closed({ c: text }) } }),
    true,
  ],
  ["an optional property", closed({ a: text, b: text }, ["a"]), false],
  ["an open object", { type: "object", properties: { a: text }, required: ["a"] }, false],
  [
    "an open object inside a list",
    closed({ a: { type: "array", items: { type: "object" } } }),
    false,
  ],
  ["a property called default", closed({ default: text }), true],
  ["a default", closed({ a: { ...text, default: "x" } }), false],
  ["a list at the root", { type: "array", items: text }, false],
])("%s", (_, schema, expected) => {
  expect(isStrict(schema)).toBe(expected);
});
