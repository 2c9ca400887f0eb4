import { sha256 } from "#/lib/sha256.ts";

/**
 * What identifies a conversation's content: the SHA-256 (64 hexadecimal digits) of its canonical JSON
 * in the manner of RFC 8785: no spaces, keys in alphabetical order, UTF-8:
 * `{"messages":[{"content":"…","role":"user"},…],"systemPrompt":"…"}`.
 * Emotions, labels and scores are not part of it: approval is of what a model would learn.
 */
export function contentHash({
  systemPrompt,
  messages,
}: {
  systemPrompt: string;
  messages: readonly { role: string; content: string }[];
}): string {
  const canonical = JSON.stringify({
    messages: messages.map(({ role, content }) => ({ content, role })),
    systemPrompt,
  });
  return sha256(canonical);
}
