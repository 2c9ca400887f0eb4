import type {
  MessageCountTokensParams,
  MessageCreateParamsBase,
} from "@anthropic-ai/sdk/resources/messages";
import { invalid, notFound, type VendorError } from "./anthropic-errors.ts";
import { checkOutputSchema } from "./anthropic-output-schema.ts";
import { isObject } from "./fill-schema.ts";
import { findModel, MAX_INPUT_TOKENS } from "./models.ts";
import { inputTokensOf, promptBlocks } from "./prompt-cache.ts";

// The SDK sends the two ids as headers.
const allowed: Record<Exclude<keyof MessageCreateParamsBase, HeaderFields>, true> = {
  max_tokens: true,
  messages: true,
  model: true,
  cache_control: true,
  container: true,
  diagnostics: true,
  inference_geo: true,
  metadata: true,
  output_config: true,
  service_tier: true,
  speed: true,
  stop_sequences: true,
  stream: true,
  system: true,
  thinking: true,
  tool_choice: true,
  tools: true,
};
const allowedToCount: Record<Exclude<keyof MessageCountTokensParams, HeaderFields>, true> = {
  messages: true,
  model: true,
  cache_control: true,
  output_config: true,
  speed: true,
  system: true,
  thinking: true,
  tool_choice: true,
  tools: true,
};
type HeaderFields = "user_profile_id" | "workspace_id";

export type Checked<Params> = { ok: true; params: Params } | { ok: false; error: VendorError };

/** The vendor's checks of a request for a message. */
export function checkMessageParams(json: unknown): Checked<MessageCreateParamsBase> {
  const error = isObject(json)
    ? (unknownField(json, allowed) ?? maxTokensFault(json) ?? commonFault(json))
    : invalid("Input should be a valid dictionary");
  return error ? { ok: false, error } : { ok: true, params: json as MessageCreateParamsBase };
}

/** The vendor's checks of a request to count. */
export function checkCountParams(json: unknown): Checked<MessageCountTokensParams> {
  const error = isObject(json)
    ? (unknownField(json, allowedToCount) ?? commonFault(json))
    : invalid("Input should be a valid dictionary");
  return error ? { ok: false, error } : { ok: true, params: json as MessageCountTokensParams };
}

function unknownField(body: object, known: Record<string, true>): VendorError | null {
  const extra = Object.keys(body).find((key) => !Object.hasOwn(known, key));
  return extra === undefined ? null : invalid(`${extra}: Extra inputs are not permitted`);
}

function maxTokensFault(body: Record<string, unknown>): VendorError | null {
  const wanted = body["max_tokens"];
  if (wanted === undefined) return invalid("max_tokens: Field required");
  if (typeof wanted !== "number" || !Number.isInteger(wanted)) {
    return invalid("max_tokens: Input should be a valid integer");
  }
  if (wanted < 1) return invalid("max_tokens: Input should be greater than or equal to 1");
  const model = findModel(String(body["model"]));
  const most = model?.max_tokens ?? null;
  return most !== null && wanted > most
    ? invalid(
        `max_tokens: ${wanted} > ${most}, which is the maximum allowed number of output tokens for ${model?.id}`,
      )
    : null;
}

function commonFault(body: Record<string, unknown>): VendorError | null {
  const model = body["model"];
  if (typeof model !== "string") return invalid("model: Field required");
  if (!findModel(model)) return notFound(`model: ${model}`);
  return (
    messagesFault(body["messages"]) ??
    systemFault(body["system"]) ??
    settingsFault(body, model) ??
    cacheFault(body) ??
    lengthFault(body)
  );
}

function messagesFault(messages: unknown): VendorError | null {
  if (!Array.isArray(messages)) return invalid("messages: Field required");
  if (messages.length === 0) return invalid("messages: at least one message is required");
  for (const [place, message] of messages.entries()) {
    if (!isObject(message)) return invalid(`messages.${place}: Input should be a valid dictionary`);
    const { role, content } = message;
    if (role !== "user" && role !== "assistant" && role !== "system") {
      return invalid(`messages.${place}.role: Input should be 'user', 'assistant' or 'system'`);
    }
    if (content === undefined) return invalid(`messages.${place}.content: Field required`);
    if (typeof content !== "string" && !Array.isArray(content)) {
      return invalid(`messages.${place}.content: Input should be a valid string or list`);
    }
    if (content.length === 0) {
      return invalid(`messages.${place}: all messages must have non-empty content`);
    }
  }
  const last: unknown = messages.at(-1);
  return isObject(last) && last["role"] === "assistant"
    ? invalid(
        "This model does not support assistant message prefill. The conversation must end with a user message.",
      )
    : null;
}

function systemFault(system: unknown): VendorError | null {
  if (system === undefined || typeof system === "string") return null;
  if (!Array.isArray(system)) return invalid("system: Input should be a valid string or list");
  const bad = system.findIndex((block) => !isObject(block) || typeof block["text"] !== "string");
  if (bad !== -1) return invalid(`system.${bad}.text: Field required`);
  const empty = system.findIndex((block: { text: string }) => block.text === "");
  return empty === -1 ? null : invalid("system: text content blocks must be non-empty");
}

function settingsFault(body: Record<string, unknown>, model: string): VendorError | null {
  const { thinking, tool_choice, output_config, stream } = body;
  if (stream !== undefined && typeof stream !== "boolean") {
    return invalid("stream: Input should be a valid boolean");
  }
  if (model === "claude-sonnet-5-5") {
    if (isObject(thinking) && thinking["type"] === "disabled") {
      return invalid("thinking.type: 'disabled' is not supported by this model");
    }
    if (isObject(tool_choice) && ["any", "tool"].includes(String(tool_choice["type"]))) {
      return invalid("tool_choice: forced tool use is not supported by this model");
    }
  }
  if (!isObject(output_config)) return null;
  const { format } = output_config;
  if (!isObject(format)) return null;
  if (format["type"] !== "json_schema") {
    return invalid("output_config.format.type: Input should be 'json_schema'");
  }
  if (!isObject(format["schema"])) {
    return invalid("output_config.format.schema: Field required");
  }
  const fault = checkOutputSchema(format["schema"]);
  return fault === null ? null : invalid(`output_config.format.schema: ${fault}`);
}

function cacheFault(body: Record<string, unknown>): VendorError | null {
  const controls = promptBlocks(body).filter(({ control }) => control !== null);
  if (controls.length > 4) {
    return invalid(
      `A maximum of 4 blocks with cache_control may be provided. Found ${controls.length}.`,
    );
  }
  const ttls = controls.map(({ control }) => control?.ttl ?? "5m");
  const short = ttls.indexOf("5m");
  return short !== -1 && ttls.lastIndexOf("1h") > short
    ? invalid("a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block")
    : null;
}

function lengthFault(body: Record<string, unknown>): VendorError | null {
  const tokens = inputTokensOf(promptBlocks(body));
  return tokens > MAX_INPUT_TOKENS
    ? invalid(`prompt is too long: ${tokens} tokens > ${MAX_INPUT_TOKENS} maximum`)
    : null;
}
