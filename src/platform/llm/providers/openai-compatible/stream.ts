import type OpenAI from "openai";
import { toUsage } from "./response.ts";
import { type CallWatch, ProviderError, type ProviderUsage } from "../../port.ts";

/** What has arrived of an answer so far. */
export interface Arrived {
  id: string | null;
  model: string | null;
  text: string;
  refusal: string;
  finishReason: string | null;
  usage: ProviderUsage | null;
  /** As the server told it. */
  rawUsage: unknown;
}

export const nothingArrived = (): Arrived => ({
  id: null,
  model: null,
  text: "",
  refusal: "",
  finishReason: null,
  usage: null,
  rawUsage: null,
});

/** No answer holds so much white space in a row; vLLM at times goes on with it until the limit. */
const LONGEST_BLANK = 2_048;

/**
 * Reads the pieces into `arrived`, which holds the truth also when the stream breaks.
 * @throws ProviderError "blank_loop" once nothing but white space comes; leaving ends the request.
 */
export async function readStream(
  pieces: AsyncIterable<OpenAI.ChatCompletionChunk>,
  arrived: Arrived,
  label: string,
  onActivity: CallWatch["onActivity"],
): Promise<void> {
  let blank = 0;
  for await (const piece of pieces) {
    const before = arrived.text.length;
    apply(piece, arrived);
    onActivity?.({ outputCharacters: arrived.text.length });
    const added = arrived.text.slice(before);
    const kept = added.trimEnd();
    blank = kept === "" ? blank + added.length : added.length - kept.length;
    if (blank >= LONGEST_BLANK) throw blankLoop(label);
  }
}

function apply(piece: OpenAI.ChatCompletionChunk, arrived: Arrived): void {
  arrived.id ??= piece.id ?? null;
  arrived.model ??= piece.model ?? null;
  if (piece.usage) {
    arrived.rawUsage = piece.usage;
    arrived.usage = toUsage(piece.usage) ?? arrived.usage;
  }
  const choice = piece.choices?.[0];
  arrived.text += choice?.delta?.content ?? "";
  arrived.refusal += choice?.delta?.refusal ?? "";
  arrived.finishReason = choice?.finish_reason ?? arrived.finishReason;
}

/** A whole completion, from servers that don't stream, as if it had come in one piece. */
export function applyWhole(completion: Partial<OpenAI.ChatCompletion>, arrived: Arrived): void {
  const choice = completion.choices?.[0];
  Object.assign(arrived, {
    id: completion.id ?? null,
    model: completion.model ?? null,
    text: choice?.message?.content ?? "",
    refusal: choice?.message?.refusal ?? "",
    finishReason: choice?.finish_reason ?? null,
    usage: toUsage(completion.usage),
    rawUsage: completion.usage ?? null,
  });
}

function blankLoop(label: string): ProviderError {
  return new ProviderError({
    code: "blank_loop",
    message: `${label} went on writing nothing but white space, so the call was ended. What had arrived is kept. If it happens often, choose another model or a newer version of the server.`,
    kind: "invalid_output",
    billed: "unknown",
  });
}
