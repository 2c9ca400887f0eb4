import { describe, expect, it } from "vitest";
import { actionOf } from "./next-step.ts";
import { overviewSchema } from "#/core/overview/schema.ts";

const kinds = overviewSchema.shape.nextStep.shape.kind.options;
const step = (kind: (typeof kinds)[number], count = 90) => ({ kind, count, title: "", text: "" });

describe("the next step", () => {
  it.each(kinds)("%s has a button that says what it does", (kind) => {
    expect(actionOf(step(kind)).label).toMatch(/^[A-Z][a-z]+ /u);
  });
  it("asks before all that is not written, and nothing else, is written", () => {
    expect(actionOf(step("generate"))).toEqual({
      label: "Write 90 conversations",
      needs: "write",
      way: {
        kind: "generate",
        selection: { kind: "filter", filter: { status: ["not_generated"], origin: ["planned"] } },
      },
    });
  });
  it("takes only what failed when trying again", () => {
    expect(actionOf(step("retry", 1))).toMatchObject({
      label: "Try 1 conversation again",
      way: { selection: { filter: { status: ["failed"] } } },
    });
  });
  it("needs a reviewer to decide, and anybody to watch", () => {
    expect(actionOf(step("review")).needs).toBe("decide");
    expect(actionOf(step("watch")).needs).toBe("read");
  });
});
