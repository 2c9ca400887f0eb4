import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { contentHash } from "./content-hash.ts";

test("is the SHA-256 of the documented canonical JSON", () => {
  const canonical =
    '{"messages":[{"content":"Hi – \\"you\\"","role":"user"},{"content":"Hello","role":"assistant"}],"systemPrompt":"Be kind."}';
  const hash = contentHash({
    systemPrompt: "Be kind.",
    messages: [
      { role: "user", content: 'Hi – "you"' },
      { role: "assistant", content: "Hello" },
    ],
  });
  expect(hash).toBe(createHash("sha256").update(canonical).digest("hex"));
});

test("changes with the text, the role and the system prompt, and with nothing else", () => {
  const base = { systemPrompt: "", messages: [{ role: "user", content: "a" }] };
  const others = [
    { ...base, systemPrompt: "x" },
    { ...base, messages: [{ role: "assistant", content: "a" }] },
    { ...base, messages: [{ role: "user", content: "a " }] },
  ];
  const hashes = new Set([base, ...others].map((each) => contentHash(each)));
  expect(hashes.size).toBe(4);
  const withEmotions = { ...base, messages: [{ role: "user", content: "a", emotions: {} }] };
  expect(contentHash(withEmotions)).toBe(contentHash(base));
});
