import type { ExportedConversation, ExportFormat } from "../format.ts";
import { checkStrictRow } from "../strict-rules.ts";

/**
 * JSON lines of `{"messages":[{"role","content"},…]}`: the STRICT profile, which TRL, Axolotl,
 * LLaMA-Factory, Unsloth, MLX-LM and the vendors' loaders all read.
 */
export const messagesFormat: ExportFormat = {
  id: "messages",
  name: "messages",
  extension: "jsonl",
  mediaType: "application/jsonl",
  line: (conversation) => `${escapeLineBreaks(JSON.stringify(rowOf(conversation)))}\n`,
  check: (conversation) => {
    const before = conversation.systemPrompt === null ? 0 : 1;
    return checkStrictRow(rowOf(conversation)).map(({ index, rule }) => ({
      messagePosition: index === null || index < before ? null : index - before,
      rule,
    }));
  },
};

function rowOf({ systemPrompt, messages }: ExportedConversation) {
  const system = systemPrompt === null ? [] : [{ role: "system", content: systemPrompt }];
  return {
    messages: [...system, ...messages].map(({ role, content }) => ({
      role,
      content: content.toWellFormed(),
    })),
  };
}

/** Some readers take these for the end of a line, though JSON allows them bare. */
function escapeLineBreaks(json: string): string {
  return json.replaceAll(
    /[\u0085\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
