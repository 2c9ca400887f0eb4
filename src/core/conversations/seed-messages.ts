import { z } from "zod";
import type { Node } from "jsonc-parser";
import { problemOfIssue, type SeedJson } from "./seed-json.ts";
import type { Problem } from "#/lib/file-problem.ts";
import { shorten } from "#/lib/text-place.ts";

export const filledText = (what: string) =>
  z.string(what).refine((text) => text.trim() !== "", what);

const roles = ["system", "user", "assistant"] as const;

/** The messages of a file; the order of roles is checked apart, so that a sentence can name the place. */
export const seedMessagesSchema = z
  .array(
    z.object(
      {
        role: z.enum(roles, { error: '"user" or "assistant"' }),
        content: filledText("a text in quotes with something in it"),
        emotions: z.unknown().optional(),
      },
      { error: 'an object with "role" and "content"' },
    ),
    { error: "a list of messages in [ ]" },
  )
  .min(1, "at least one message and its answer");
export type SeedMessages = z.output<typeof seedMessagesSchema>;

/**
 * The rules of a seed: it begins with the user, the two take turns, the assistant has the last word.
 * A system message may stand first. @returns the first fault, if there is one.
 */
export function checkTurns(
  json: SeedJson,
  node: Node,
  messages: SeedMessages,
): Problem | undefined {
  const first = messages[0]?.role === "system" ? 1 : 0;
  for (const [index, { role }] of messages.entries()) {
    if (index < first) continue;
    const expected = (index - first) % 2 === 0 ? "user" : "assistant";
    if (role === expected) continue;
    const message =
      index === first
        ? 'a message of the "user", who begins'
        : `a message of the "${expected}", for the two take turns`;
    return problemOfIssue(json, node, { path: ["messages", index, "role"], message });
  }
  if (messages.at(-1)?.role === "assistant") return undefined;
  const path = ["messages", messages.length - 1, "role"];
  return problemOfIssue(json, node, {
    path,
    message: 'an answer of the "assistant", who has the last word',
  });
}

/** A title for a conversation that has none: how it begins. */
export function titleOf(messages: readonly { role: string; content: string }[]): string {
  return shorten(messages.find(({ role }) => role === "user")?.content ?? "", 80);
}
