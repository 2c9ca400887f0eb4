import type { z } from "zod";
import { promptOfRow } from "./prompt-of-row.ts";
import type { Prompt } from "./build-prompt.ts";
import { type TestEstimate, testTemplateInput } from "./prompt-schema.ts";
import { authorise, type Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { getWriter, type Providers, type Writer } from "../writers/registry.ts";
import { estimateTokens } from "#/lib/tokens.ts";

/**
 * What trying a draft on one row may cost, from the prompt as it would be sent. Nothing is sent.
 * @throws not_found; conflict for a seed; invalid_input naming what can't be filled; unavailable
 */
export async function estimateTest({
  ctx,
  providers,
  input,
}: {
  ctx: Context;
  providers: Providers;
  input: z.input<typeof testTemplateInput>;
}): Promise<TestEstimate> {
  authorise(ctx, "read");
  const { conversationId, body, writer: wanted } = parseInput(testTemplateInput, input);
  const writer = await getWriter(ctx, providers, wanted);
  const { prompt } = await promptOfRow(ctx, { conversationId, model: writer.model.model, body });
  return {
    writer: writerOf(writer),
    seconds: writer.model.secondsPerConversation,
    ...costOf(prompt, writer),
  };
}

export function writerOf({ provider, model }: Writer): TestEstimate["writer"] {
  return {
    provider: provider.id,
    model: model.model,
    label: provider.isPractice ? provider.label : model.label,
    isPractice: provider.isPractice,
  };
}

/** Expected: messages in the middle of their word bands. High: the longest answer, twice. */
function costOf(
  { request, material }: Prompt,
  { model }: Writer,
): Pick<TestEstimate, "costMicros" | "inputTokens"> {
  const inputTokens = request.messages.reduce(
    (total, { content }) => total + estimateTokens(content),
    0,
  );
  const { userWords, assistantWords } = material.project.settings;
  const middle = ([low, high]: readonly [number, number]) => (low + high) / 2;
  const exchange = (middle(userWords) + middle(assistantWords)) * 1.4 + 80;
  const output = Math.min(request.maxOutputTokens, (material.plan.messageCount / 2) * exchange);
  const { prices } = model;
  const price = (input: number, answer: number) =>
    Math.ceil(input * prices.input + answer * prices.output);
  const longest = request.maxOutputTokens;
  return {
    inputTokens,
    costMicros: {
      expected: price(inputTokens, output),
      // What is put aside for later prompts costs a little more than what is only read.
      high:
        price(inputTokens, longest) +
        price(inputTokens + longest, longest) +
        Math.max(0, prices.cacheWrite - prices.input) * inputTokens * 2,
    },
  };
}
