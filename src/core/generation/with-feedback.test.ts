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
  });
  expect(messages[0]).toEqual(request.messages[0]);
  expect(messages).toHaveLength(2);
  expect(messages[1]?.content.startsWith("Write it.\n\n")).toBe(true);
  expect(messages[1]?.content).toContain("<wish>\nLess jargon.\n</wish>");
  expect(messages[1]?.content).toContain('[{"role":"user","content":"Hi \\"there\\""}]');
});

test("without a former text there is only the wish", () => {
  const { messages } = withFeedback(request, { former: [], feedback: "Shorter." });
  expect(messages[1]?.content).toContain("Shorter.");
  expect(messages[1]?.content).not.toContain("former");
});
