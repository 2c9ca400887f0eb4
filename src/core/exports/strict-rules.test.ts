import { describe, expect, it } from "vitest";
import cases from "../../../test/fixtures/exports/strict-rows.json" with { type: "json" };
import { checkStrictRow } from "./strict-rules.ts";

describe("checkStrictRow", () => {
  for (const { name, row, broken } of cases) {
    it(name, () => {
      expect(checkStrictRow(row)).toEqual(broken);
    });
  }

  it("finds half of a character, which no JSON file of fixtures can hold", () => {
    const row = {
      messages: [
        { role: "user", content: "\uD83D" },
        { role: "assistant", content: "x" },
      ],
    };
    expect(checkStrictRow(row)).toEqual([
      { index: 0, rule: "A text must not hold half of a character." },
    ]);
  });
});
