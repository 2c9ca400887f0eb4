import { createLoader } from "nuqs/server";
import { expect, test } from "vitest";
import { exportHref, exportParsers } from "./export-url.ts";
import { leftOutInWords } from "./left-out.ts";
import { messagesOfLine, roleInWords } from "./sample-line.ts";
import { conversationParsers, queryOf } from "#/features/conversations/filter-url.ts";

test("what is left out is said with its reason, and nothing where nothing is", () => {
  expect(leftOutInWords({ notApproved: 12, practice: 1, seeds: 10, needExpert: 0 })).toEqual([
    "12 conversations not approved",
    "1 approved practice conversation",
    "10 seeds not ticked",
  ]);
  expect(leftOutInWords({ notApproved: 0, practice: 0, seeds: 0, needExpert: 0 })).toEqual([]);
});

test("a line of the file is read back as its messages", () => {
  const line =
    '{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]}';
  expect(messagesOfLine(line)).toEqual([
    { role: "system", content: "Be kind." },
    { role: "user", content: "Hi" },
  ]);
  expect(messagesOfLine("{not a line")).toBeUndefined();
  expect(messagesOfLine('{"text":"other shape"}')).toBeUndefined();
  expect(["system", "user", "assistant", "tool"].map(roleInWords)).toEqual([
    "System prompt",
    "Client",
    "Adviser",
    "tool",
  ]);
});

test("the table's filter goes along, and no key of the choices takes one of the filter's", () => {
  const filter = { status: ["approved" as const], practice: false, labels: { persona: ["saver"] } };
  const url = new URL(exportHref("p", filter), "http://bright.test");
  expect(url.pathname).toBe("/projects/p/export");
  expect(queryOf(createLoader(conversationParsers)(url)).filter).toEqual(filter);
  const shared = Object.keys(exportParsers).filter((key) => key in conversationParsers);
  expect(shared).toEqual([]);
});
