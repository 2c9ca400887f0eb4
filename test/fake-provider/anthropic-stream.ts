import type {
  Message,
  MessageDeltaUsage,
  RawContentBlockDeltaEvent,
  RawContentBlockStartEvent,
  RawContentBlockStopEvent,
  RawMessageDeltaEvent,
  RawMessageStartEvent,
  RawMessageStopEvent,
  RefusalStopDetails,
  TextBlock,
  Usage,
} from "@anthropic-ai/sdk/resources";
import { splitText } from "./generation.ts";
import type { BilledTokens } from "./models.ts";
import type { InputTokens } from "./prompt-cache.ts";
import type { Fault } from "./scenario.ts";
import type { Answer } from "./write-answer.ts";

/** The message of an answer, whole. */
export function buildMessage(
  id: string,
  model: string,
  answer: Answer,
  input: InputTokens,
  { fault, tier = "standard" }: { fault: Fault | null; tier?: Usage["service_tier"] },
): Message {
  const content: TextBlock[] =
    answer.text === "" ? [] : [{ type: "text", text: answer.text, citations: null }];
  return {
    id: `msg_${id}`,
    type: "message",
    role: "assistant",
    model,
    content,
    container: null,
    diagnostics: null,
    stop_reason: answer.stop,
    stop_sequence: answer.stop === "stop_sequence" ? "###" : null,
    stop_details: refusalOf(fault),
    usage: {
      input_tokens: input.plain,
      cache_creation_input_tokens: input.write5m + input.write1h,
      cache_read_input_tokens: input.read,
      cache_creation: {
        ephemeral_5m_input_tokens: input.write5m,
        ephemeral_1h_input_tokens: input.write1h,
      },
      output_tokens: answer.outputTokens,
      output_tokens_details: null,
      server_tool_use: null,
      inference_geo: null,
      service_tier: tier,
      speed: null,
    },
  };
}

function refusalOf(fault: Fault | null): RefusalStopDetails | null {
  return fault?.kind === "refusal"
    ? {
        type: "refusal",
        category: fault.category,
        explanation: "The request was declined by a safety classifier.",
      }
    : null;
}

/** A message as the events of a stream, one text each: the answer's text in about 40 deltas. */
export function streamEvents(message: Message): string[] {
  const { stop_reason, stop_sequence, stop_details, usage } = message;
  const start: RawMessageStartEvent = {
    type: "message_start",
    message: {
      ...message,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      stop_details: null,
      usage: { ...usage, output_tokens: 1 },
    },
  };
  const deltaUsage: MessageDeltaUsage = {
    input_tokens: usage.input_tokens,
    cache_creation_input_tokens: usage.cache_creation_input_tokens,
    cache_read_input_tokens: usage.cache_read_input_tokens,
    output_tokens: usage.output_tokens,
    output_tokens_details: null,
    server_tool_use: null,
  };
  const end: RawMessageDeltaEvent = {
    type: "message_delta",
    delta: { stop_reason, stop_sequence, stop_details, container: null },
    usage: deltaUsage,
  };
  const stop: RawMessageStopEvent = { type: "message_stop" };
  return [event(start), ...blockEvents(message), event(end), event(stop)];
}

function blockEvents({ content }: Message): string[] {
  const ping = event({ type: "ping" });
  if (content.length === 0) return [ping];
  return content.flatMap((block, index) => {
    if (block.type !== "text") return [];
    const start: RawContentBlockStartEvent = {
      type: "content_block_start",
      index,
      content_block: { type: "text", text: "", citations: null },
    };
    const deltas = splitText(block.text).map((text): RawContentBlockDeltaEvent => ({
      type: "content_block_delta",
      index,
      delta: { type: "text_delta", text },
    }));
    const stop: RawContentBlockStopEvent = { type: "content_block_stop", index };
    return [event(start), ping, ...deltas.map(event), event(stop)];
  });
}

function event(data: { type: string }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function billedOf(input: InputTokens, output: number): BilledTokens {
  return {
    input: input.plain,
    cacheWrite5m: input.write5m,
    cacheWrite1h: input.write1h,
    cacheRead: input.read,
    output,
  };
}
