import type { z } from "zod";
import { promptOfRow } from "./prompt-of-row.ts";
import { previewPromptInput, type PromptPreview } from "./prompt-schema.ts";
import { authorise, type Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { estimateTokens } from "#/lib/tokens.ts";

/**
 * The prompt of one row exactly as it would be sent, with the places of its placeholders' values, from the
 * row's current template or from a text that isn't saved. Nothing is sent or stored.
 * @throws not_found; conflict for a seed; invalid_input naming what can't be filled.
 */
export async function previewPrompt({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof previewPromptInput>;
}): Promise<PromptPreview> {
  authorise(ctx, "read");
  const { conversationId, body } = parseInput(previewPromptInput, input);
  const { prompt, reference } = await promptOfRow(ctx, {
    conversationId,
    model: "preview",
    ...(body !== undefined && { body: body.replaceAll(/\r\n?/g, "\n") }),
  });
  const { template, systemPrompt, request, ranges } = prompt;
  const userMessage = request.messages.at(-1)?.content ?? "";
  return {
    conversationId,
    reference,
    template: { name: template.name, number: template.versionId === null ? null : template.number },
    systemPrompt,
    userMessage,
    ranges,
    tokens: estimateTokens(systemPrompt) + estimateTokens(userMessage),
  };
}
