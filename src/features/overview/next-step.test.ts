import { describe, expect, it } from "vitest";
import { actionOf } from "./next-step.ts";
import { overviewSchema } from "#/core/overview/schema.ts";

const kinds = overviewSchema.shape.nextStep.shape.kind.options;
const standing = (kind: (typeof kinds)[number], byStatus: Record<string, number>, count = 90) => ({
  nextStep: { kind, count, title: "", text: "" },
  byStatus,
});

describe("the button of the next step", () => {
  it.each(kinds)("says what it does: %s", (kind) => {
    expect(actionOf(standing(kind, {})).label).toMatch(/^[A-Z][a-z]+ /u);
  });

  it("asks before all that is not written, and nothing else, is written", () => {
    expect(actionOf(standing("generate", { not_generated: 90, rejected: 2 }))).toEqual({
      label: "Write 90 conversations",
      needs: "write",
      way: {
        kind: "generate",
        selection: { kind: "filter", filter: { status: ["not_generated"], origin: ["planned"] } },
      },
    });
  });

  it("tries a few before all are asked for", () => {
    expect(actionOf(standing("pilot", { not_generated: 90 }))).toEqual({
      label: "Try 3 conversations",
      needs: "write",
      way: { kind: "pilot" },
    });
  });

  it("takes the rejected ones when all are written", () => {
    expect(actionOf(standing("generate", { rejected: 3 }, 3)).way).toMatchObject({
      selection: { filter: { status: ["rejected"] } },
    });
  });

  it("takes only what failed when trying again", () => {
    expect(actionOf(standing("retry", { failed: 1 }, 1))).toMatchObject({
      label: "Try 1 conversation again",
      way: { selection: { filter: { status: ["failed"] } } },
    });
  });

  it("opens what nobody has decided on; when all is decided, what was put aside", () => {
    const way = (byStatus: Record<string, number>) => actionOf(standing("review", byStatus)).way;
    expect(way({ needs_review: 2, flagged: 1 })).toMatchObject({
      filter: { status: ["generated", "needs_review"] },
    });
    expect(way({ approved: 5, flagged: 1 })).toMatchObject({ filter: { status: ["flagged"] } });
  });

  it("needs a reviewer to decide, and anybody to watch", () => {
    expect(actionOf(standing("review", {})).needs).toBe("decide");
    expect(actionOf(standing("watch", {})).needs).toBe("read");
  });
});
