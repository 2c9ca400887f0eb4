import type Anthropic from "@anthropic-ai/sdk";
import { toUsage } from "./response.ts";
import type { CallWatch, ProviderUsage } from "../../port.ts";

/** What has arrived of an answer so far. */
export interface Arrived {
  message: Anthropic.Message | null;
  text: string;
  isComplete: boolean;
}

export const nothingArrived = (): Arrived => ({ message: null, text: "", isComplete: false });

/**
 * Reads the events into `arrived`, which holds the truth also when the stream breaks. The message that it
 * adds up to has the final usage and stop reason; `isComplete` is false when the end never came.
 */
export async function readStream(
  events: AsyncIterable<Anthropic.RawMessageStreamEvent>,
  arrived: Arrived,
  onActivity: CallWatch["onActivity"],
): Promise<void> {
  for await (const event of events) {
    apply(event, arrived);
    onActivity?.({ outputCharacters: arrived.text.length });
  }
}

function apply(event: Anthropic.RawMessageStreamEvent, arrived: Arrived): void {
  if (event.type === "message_start") {
    arrived.message = { ...event.message, content: [...event.message.content] };
    return;
  }
  const { message } = arrived;
  if (!message) return;
  if (event.type === "content_block_start") {
    message.content[event.index] = { ...event.content_block };
    if (event.content_block.type === "text") arrived.text += event.content_block.text;
  }
  if (event.type === "content_block_delta") {
    const block = message.content[event.index];
    if (event.delta.type === "text_delta") {
      arrived.text += event.delta.text;
      if (block?.type === "text") block.text += event.delta.text;
    }
    if (event.delta.type === "thinking_delta" && block?.type === "thinking") {
      block.thinking += event.delta.thinking;
    }
  }
  if (event.type === "message_delta") {
    // Counts of the last event are the whole call's; those that it leaves out stay as they were.
    const told = Object.entries(event.usage ?? {}).filter(([, value]) => value !== null);
    message.usage = { ...message.usage, ...Object.fromEntries(told) };
    message.stop_reason = event.delta.stop_reason;
    message.stop_details = event.delta.stop_details;
  }
  if (event.type === "message_stop") arrived.isComplete = true;
}

/** What stands so far, for the record of a call that broke. */
export function partialOf(arrived: Arrived): { text: string; usage: ProviderUsage | null } {
  const usage = arrived.message?.usage;
  return { text: arrived.text, usage: usage ? toUsage(usage) : null };
}
