import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readPlaceholders } from "./placeholders.ts";

test.each([
  ["{{topic}} and {{ tone }}", ["topic", "tone"], 0],
  ["{{topic}\n}}", [], 2],
  ["{{a}} }} {{b}}", ["a", "b"], 1],
  ["{{ {{a}} }} {{b}}", ["b"], 1],
  ["{{a {{b}} c", ["b"], 1],
  ["{{{a}}}", [], 1],
  ["{ {a} }", [], 0],
])("reads %j", (text, names, faults) => {
  const found = readPlaceholders(text);
  expect(found.placeholders.map(({ name }) => name)).toEqual(names);
  expect(found.faults).toHaveLength(faults);
});

test("a fault has its line and column, and a slip its likely name", () => {
  const { faults } = readPlaceholders("one\ntwo {{topik}}", ["tone", "topic"]);
  expect(faults).toMatchObject([
    {
      line: 2,
      column: 5,
      message: "line 2: {{topik}} is no placeholder that can be filled; did you mean {{topic}}?",
    },
  ]);
});

const piece = fc.constantFrom("{{", "}}", "{", "}", "a", "topic", " ", "\n", "{{topic}}");
const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(""));

test("any text is read to its end, placeholders stand in order, and without faults no double brace is left", () => {
  fc.assert(
    fc.property(text, (body) => {
      const { placeholders, faults } = readPlaceholders(body);
      let at = 0;
      let rest = "";
      for (const { name, start, end } of placeholders) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(body.slice(start + 2, end - 2).trim()).toBe(name);
        rest += `${body.slice(at, start)}|`;
        at = end;
      }
      rest += body.slice(at);
      if (faults.length === 0) expect(rest).not.toMatch(/\{\{|\}\}/);
    }),
  );
});
