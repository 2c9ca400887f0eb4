import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actionChoices, actionLabels } from "./action-groups.ts";
import type { SentencePart } from "./sentence-parts.ts";
import { sentenceOf } from "./sentences.ts";
import { auditActions } from "#/core/audit/schema.ts";

const words = (parts: SentencePart[]) =>
  parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
const pathsOf = (parts: SentencePart[]) =>
  parts.flatMap((part) => (typeof part === "string" ? [] : [part.path]));

describe("sentenceOf", () => {
  test.each(auditActions)("%s reads as a sentence whatever its details hold", (action) => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean());
    const keys = [
      "name",
      "email",
      "count",
      "number",
      "title",
      "role",
      "reference",
      "decision",
      "done",
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), (details) => {
        const parts = sentenceOf({ action, targetKind: "project", targetId: "p1", details });
        const sentence = words(parts);
        expect(sentence.trim().split(/\s+/).length).toBeGreaterThanOrEqual(2);
        expect(sentence).not.toMatch(/undefined|null|\[object|NaN/);
        for (const path of pathsOf(parts)) expect(path).toMatch(/^\/[a-z]/);
      }),
      { examples: [[{}]], numRuns: 40 },
    );
  });

  test("one conversation is named and led to, many are counted", () => {
    const one = sentenceOf({
      action: "conversation.decided",
      targetKind: "conversation",
      targetId: "c1",
      details: { decision: "approve", reference: "T-012" },
    });
    expect(words(one)).toBe("approved T-012");
    expect(pathsOf(one)).toEqual(["/conversations/c1"]);

    const many = sentenceOf({
      action: "conversation.decided",
      targetKind: "project",
      targetId: "p1",
      details: { decision: "reject", count: 12 },
    });
    expect(words(many)).toBe("rejected 12 conversations");
    expect(pathsOf(many)).toEqual(["/conversations"]);
  });

  test("documents are counted together and named alone, after a change by their new title", () => {
    const about = { targetKind: "document", targetId: "d1" };
    const several = sentenceOf({
      action: "document.imported",
      targetKind: "project",
      targetId: "p1",
      details: { count: 8 },
    });
    expect(words(several)).toBe("imported 8 documents");
    expect(pathsOf(several)).toEqual(["/sources"]);
    const details = { before: { title: "Old" }, after: { title: "New" } };
    const changed = sentenceOf({ ...about, action: "document.changed", details });
    expect(words(changed)).toBe("changed the document “New”");
    expect(pathsOf(changed)).toEqual(["/sources/d1"]);
  });

  test("what is deleted has no page to lead to", () => {
    const details = { count: 1, reference: "T-004" };
    const about = { targetKind: "conversation", targetId: "c1", details };
    const gone = sentenceOf({ ...about, action: "conversations.deleted" });
    expect(gone).toEqual(["deleted ", "T-004"]);
  });

  test("a run that compares names its sides", () => {
    const details = { number: 4, total: 20, sides: ["Version 1", "Version 2"] };
    const about = { targetKind: "batch", targetId: "b1", details };
    expect(words(sentenceOf({ ...about, action: "batch.started" }))).toBe(
      "started run 4 of 20 conversations, comparing Version 1 and Version 2",
    );
  });

  test("a note on a message names the message as the page counts it", () => {
    const parts = sentenceOf({
      action: "conversation.noted",
      targetKind: "conversation",
      targetId: "c1",
      details: { reference: "S-003", messagePosition: 0 },
    });
    expect(words(parts)).toBe("left a note on message 1 of S-003");
  });
});

test("each kind of event can be chosen, once, and no two are called the same", () => {
  const offered = actionChoices.flatMap(({ items }) => items.map(({ value }) => value));
  expect([...offered].sort()).toEqual([...auditActions].sort());
  expect(new Set(Object.values(actionLabels)).size).toBe(auditActions.length);
});
