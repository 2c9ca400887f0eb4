import type { Node } from "jsonc-parser";
import { z } from "zod";
import type { SeedDraft, SeedReader } from "../seed-draft.ts";
import { readEmotions } from "../seed-emotions.ts";
import {
  childOf,
  faultIn,
  problemOfFault,
  problemOfIssue,
  type SeedJson,
  valueOf,
} from "../seed-json.ts";
import { checkTurns, filledText, seedMessagesSchema, titleOf } from "../seed-messages.ts";
import type { Problem } from "#/lib/file-problem.ts";
import { shorten } from "#/lib/text-place.ts";

const schema = z.looseObject({
  conversation_id: filledText("a text in quotes that names the conversation").max(
    200,
    "at most 200 characters",
  ),
  title: filledText("a title in quotes").optional(),
  system: z.string("the system prompt in quotes").default(""),
  messages: seedMessagesSchema,
});
const known = new Set(["conversation_id", "title", "labels", "system", "messages"]);

/** Bright Run's own shape: a conversation with an id, labels by key, and messages with emotions. */
export const ownReader: SeedReader = {
  recognises: (node) =>
    childOf(node, "conversation_id") !== undefined && childOf(node, "training_pairs") === undefined,
  read: (json, node) => {
    const id: unknown = childOf(node, "conversation_id")?.value;
    const item = typeof id === "string" ? shorten(id, 120) : null;
    return [{ item, ...readOne(json, node) }];
  },
};

function readOne(json: SeedJson, node: Node): { draft: SeedDraft } | { problem: Problem } {
  const fault = faultIn(json, node);
  if (fault) return { problem: problemOfFault(json, fault) };
  const value = valueOf(json, node);
  const parsed = schema.safeParse(value);
  const [issue] = parsed.error?.issues ?? [];
  if (!parsed.success || issue) {
    return {
      problem: problemOfIssue(json, node, issue ?? { path: [], message: "a conversation" }),
    };
  }
  const { conversation_id: sourceKey, title, system, messages } = parsed.data;
  const turns = checkTurns(json, node, messages);
  if (turns) return { problem: turns };
  const wrong = messages.findIndex(
    ({ emotions }) => emotions != null && readEmotions(emotions) === null,
  );
  if (wrong >= 0) {
    const message = 'an object that names the "primary" emotion';
    return {
      problem: problemOfIssue(json, node, { path: ["messages", wrong, "emotions"], message }),
    };
  }
  const labels = childOf(node, "labels");
  const labelValues: unknown = labels ? valueOf(json, labels) : {};
  if (typeof labelValues !== "object" || labelValues === null || Array.isArray(labelValues)) {
    const message = 'an object such as {"persona": "anxious-planner"}';
    return { problem: problemOfIssue(json, node, { path: ["labels"], message }) };
  }
  const own = messages[0]?.role === "system" ? messages[0].content : "";
  return {
    draft: {
      sourceKey,
      title: shorten(title ?? titleOf(messages), 200),
      labels: { kind: "named", json, node, values: Object.entries(labelValues) },
      systemPrompt: system || own,
      messages: messages.flatMap(({ role, content, emotions }) =>
        role === "system" ? [] : [{ role, content, emotions: readEmotions(emotions) }],
      ),
      background: Object.fromEntries(
        Object.entries(value as object).filter(([name]) => !known.has(name)),
      ),
    },
  };
}
