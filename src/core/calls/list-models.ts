import type { z } from "zod";
import { requireWorkingConnection } from "./require-working-connection.ts";
import { connectionInput, type listedModelSchema } from "../writers/schema.ts";
import type { Providers } from "../writers/registry.ts";
import { authorise, type Context } from "../context.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { ProviderError } from "#/platform/llm/port.ts";

/** Seconds that a list of models may take. */
export const LIST_SECONDS = 20;

/**
 * The models that the account or the server itself offers, by name. Costs nothing.
 * @throws unavailable, in the provider's case's own sentence, when it can't be asked
 */
export async function listModels({
  ctx,
  providers,
  input,
}: {
  ctx: Context;
  providers: Providers;
  input: z.input<typeof connectionInput>;
}): Promise<z.infer<typeof listedModelSchema>[]> {
  authorise(ctx, "manage");
  const { connectionId } = parseInput(connectionInput, input);
  const { provider } = await requireWorkingConnection({ ctx, providers, connectionId });
  if (!provider.listModels) return [];
  try {
    const listed = await provider.listModels({ signal: AbortSignal.timeout(LIST_SECONDS * 1000) });
    return listed.toSorted((left, right) => (left.model < right.model ? -1 : 1));
  } catch (error) {
    throw new BrightError("unavailable", sentenceOf(error));
  }
}

/** What went wrong with a list of models, for a person. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ProviderError) return error.message;
  if (error instanceof Error && error.name === "TimeoutError") {
    return `The server didn't answer within ${LIST_SECONDS} seconds. Nothing was changed; check that it runs and try again.`;
  }
  return "The list of models couldn't be read. Nothing was changed; try again, or type the model's name.";
}
