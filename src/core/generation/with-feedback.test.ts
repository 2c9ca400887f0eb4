import { expect, test } from "vitest";
import { withFeedback } from "./with-feedback.ts";

const request = {
  model: "m",
  messages: [
    { role: "system" as const, content: "You are Jo." },
    { role: "user" as const, content: "Write it." },
  ],
  outputSchema: null,
  maxOutputTokens: 10,
  material: {},
};

test("the wish and the former text follow the prompt; what is shared stays as it is", () => {
  const { messages } = withFeedback(request, {
    former: [{ role: "user", content: 'Hi "there"' }],
    feedback: "Less jargon.",
    findings: [],
  });
  expect(messages[0]).toEqual(request.messages[0]);
  expect(messages).toHaveLength(2);
  expect(messages[1]?.content.startsWith("Write it.\n\n")).toBe(true);
  expect(messages[1]?.content).toContain("<wish>\nLess jargon.\n</wish>");
  expect(messages[1]?.content).toContain('[{"role":"user","content":"Hi \\"there\\""}]');
  expect(messages[1]?.content).not.toContain("findings");
});

test("without a former text there is only the wish", () => {
  const wishes = { former: [], feedback: "Shorter.", findings: [] };
  const { messages } = withFeedback(request, wishes);
  expect(messages[1]?.content).toContain("Shorter.");
  expect(messages[1]?.content).not.toContain("former");
});

test("what the checks found is said as theirs, beside a person's wish or alone", () => {
  const former = [{ role: "user" as const, content: "Hi" }];
  const findings = ["2 of 8 answers are too long.", "An answer speaks as the client."];
  const alone = withFeedback(request, { former, feedback: null, findings });
  expect(alone.messages[1]?.content).toContain(
    "<findings>\n- 2 of 8 answers are too long.\n- An answer speaks as the client.\n</findings>",
  );
  expect(alone.messages[1]?.content).not.toContain("wish>");
  const both = withFeedback(request, { former, feedback: "Warmer.", findings });
  expect(both.messages[1]?.content).toMatch(/<wish>[\s\S]*<findings>[\s\S]*<former>/);
});
