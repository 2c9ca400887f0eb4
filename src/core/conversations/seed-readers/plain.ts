import { z } from "zod";
import { contentHash } from "../content-hash.ts";
import type { SeedReader } from "../seed-draft.ts";
import { childOf, faultIn, problemOfFault, problemOfIssue, valueOf } from "../seed-json.ts";
import { checkTurns, seedMessagesSchema, titleOf } from "../seed-messages.ts";

const schema = z.object({ messages: seedMessagesSchema });

/** The shape of training files: `{"messages": [{role, content}, ...]}`. The text itself is the key. */
export const plainReader: SeedReader = {
  recognises: (node) => childOf(node, "messages") !== undefined,
  read: (json, node) => {
    const fault = faultIn(json, node);
    if (fault) return [{ item: null, problem: problemOfFault(json, fault) }];
    const parsed = schema.safeParse(valueOf(json, node));
    if (!parsed.success) {
      const issue = parsed.error.issues[0] ?? { path: [], message: "a conversation" };
      return [{ item: null, problem: problemOfIssue(json, node, issue) }];
    }
    const turns = checkTurns(json, node, parsed.data.messages);
    if (turns) return [{ item: null, problem: turns }];
    const systemPrompt =
      parsed.data.messages[0]?.role === "system" ? parsed.data.messages[0].content : "";
    const messages = parsed.data.messages.flatMap(({ role, content }) =>
      role === "system" ? [] : [{ role, content, emotions: null }],
    );
    const title = titleOf(messages);
    const draft = {
      sourceKey: `content:${contentHash({ systemPrompt, messages })}`,
      title,
      labels: { kind: "described" as const, persona: "", emotion: "" },
      systemPrompt,
      messages,
      background: {},
    };
    return [{ item: title, draft }];
  },
};
