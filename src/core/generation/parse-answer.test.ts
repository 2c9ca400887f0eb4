import { expect, test } from "vitest";
import { parseAnswer } from "./parse-answer.ts";

test.each([
  ["refusal", "refused", "change the template or what the row is planned from"],
  ["context_exceeded", "no_room", "choose fewer or shorter passages"],
] as const)(
  "%s would come and cost again: no repair, and what is advised changes the request",
  (stopReason, code, advice) => {
    const { failure, ...answer } = parseAnswer({ text: "", stopReason });
    expect(answer).toMatchObject({ messages: null, mayRepair: false });
    expect(failure).toMatchObject({ code, retryable: false });
    expect(failure?.message).toContain(advice);
    expect(failure?.message).not.toContain("try again");
  },
);

test("a wrong shape names its place to the writer, and not to people", () => {
  const text = JSON.stringify({ messages: [{ role: "nobody", content: "Hello." }] });
  const answer = parseAnswer({ text, stopReason: "end" });
  expect(answer).toMatchObject({
    failure: { code: "wrong_shape", retryable: true },
    mayRepair: true,
    rule: "The answer hadn't the shape that was asked for (at messages.0.role).",
  });
  expect(answer.failure?.message).not.toContain("messages.0");
});
