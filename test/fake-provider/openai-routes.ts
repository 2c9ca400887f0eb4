import type { ChatCompletionCreateParamsBase } from "openai/resources/chat/completions";
import type { Model } from "openai/resources/models";
import { deliver } from "./deliver.ts";
import { isObject } from "./fill-schema.ts";
import { beginGeneration, type Generation, silent, timesOf } from "./generation.ts";
import { costMicros, nothingBilled } from "./models.ts";
import {
  fail,
  gateError,
  headersOf,
  jsonReply,
  type OpenAIError,
  sendError,
} from "./openai-replies.ts";
import { buildCompletion, type Completion, streamChunks } from "./openai-stream.ts";
import type { Fault } from "./scenario.ts";
import { countTokens } from "./tokens.ts";
import { type Exchange, faultOf, headerSeconds, retryAfterOf, type World } from "./world.ts";

const DEFAULT_MAX_TOKENS = 16_000;

/** Chat completions and the list of models. A server without a key takes any. */
export async function handleOpenAI(world: World, exchange: Exchange): Promise<void> {
  const gate = gateError(world, exchange);
  if (gate) return sendError(world, exchange, gate);
  const { pathname } = exchange.url;
  if (pathname === "/v1/models") return handleModels(world, exchange);
  if (pathname !== "/v1/chat/completions") {
    return sendError(world, exchange, fail(404, `Unknown request URL: ${pathname}`));
  }
  return handleChat(world, exchange);
}

async function handleModels(world: World, exchange: Exchange): Promise<void> {
  const fault = faultOf(world, exchange, "models");
  if (fault?.kind === "status") {
    exchange.outcome.kind = "fault:status";
    return sendError(world, exchange, fail(fault.status, "The server had an error."));
  }
  exchange.outcome.kind = "models";
  const data = world.scenario.openaiModels.map((id): Model => ({
    id,
    object: "model",
    created: 1_790_000_000,
    owned_by: "fake",
  }));
  await deliver(exchange, world.clock, jsonReply(exchange, 200, { object: "list", data }), fault);
}

async function handleChat(world: World, exchange: Exchange): Promise<void> {
  const checked = checkChat(world, exchange.json);
  if ("error" in checked) return sendError(world, exchange, checked);
  const { params, maxTokens } = checked;
  const { openai } = world.scenario;
  const prompt = params.messages.map(textOf).join("\n\n");
  const format = params.response_format;
  const schema =
    openai.schema && format?.type === "json_schema" ? (format.json_schema.schema ?? null) : null;
  const whole = countTokens(prompt);
  const promptTokens = Math.min(whole, openai.promptWindow ?? whole);
  const generation = beginGeneration(world, exchange, {
    endpoint: "chat",
    model: params.model,
    // What was cut off isn't read: the instructions at the end stay, as with Ollama.
    prompt: promptTokens < whole ? prompt.slice(-promptTokens * 4) : prompt,
    schema,
    maxTokens,
    countedInput: promptTokens,
  });
  if (!generation.ok) {
    Object.assign(exchange.outcome, { kind: "refused", refused: true });
    const retryAfter = headerSeconds(world, generation.retryAfter);
    const message = `Rate limit reached for ${params.model}: ${generation.kind} per minute, limit ${generation.limit}.`;
    const refusal = fail(429, message, "rate_limit_exceeded");
    return sendError(world, exchange, { ...refusal, retryAfter }, params.model);
  }
  await answerChat(world, exchange, params, promptTokens, generation);
}

async function answerChat(
  world: World,
  exchange: Exchange,
  params: ChatCompletionCreateParamsBase,
  promptTokens: number,
  { draw, fault: drawn, answer, settle }: Extract<Generation, { ok: true }>,
): Promise<void> {
  const { openai } = world.scenario;
  const isStream = params.stream === true;
  const fault =
    drawn?.kind === "stream-error" ? ({ ...drawn, kind: "error-in-200" } as const) : drawn;
  exchange.outcome.kind = fault ? `fault:${fault.kind}` : "answer";
  if (fault?.kind === "status") {
    settle(0);
    const error = fail(fault.status, `The server answered ${fault.status}.`);
    const retryAfter = retryAfterOf(world, fault.retryAfter);
    await world.clock.wait(draw.firstByte, exchange.closed);
    return sendError(world, exchange, { ...error, retryAfter }, params.model);
  }
  const output = answer.outputTokens;
  const completion: Completion = {
    id: exchange.entry.id,
    model: params.model,
    answer,
    usage: openai.usage
      ? {
          prompt_tokens: promptTokens,
          completion_tokens: output,
          total_tokens: promptTokens + output,
        }
      : undefined,
    tellsFinish: openai.finishReason,
  };
  const includeUsage = params.stream_options?.include_usage === true;
  const pieces = isStream
    ? streamChunks(completion, includeUsage)
    : [JSON.stringify(buildCompletion(completion))];
  const wholeFault = !isStream && fault?.kind === "error-in-200";
  const error = fail(502, "Provider returned error");
  const sent = await deliver(
    exchange,
    world.clock,
    {
      status: 200,
      headers: {
        ...headersOf(world, exchange, params.model),
        "content-type": isStream ? "text/event-stream; charset=utf-8" : "application/json",
      },
      pieces: wholeFault ? [JSON.stringify({ error: errorIn200(error) })] : halves(pieces),
      ...timesOf(draw, fault, isStream),
    },
    wholeFault ? null : fault,
    `data: ${JSON.stringify({ error: errorIn200(error) })}\n\n`,
  );
  bill(exchange, params.model, { fault, sent: isStream ? sent : 1, promptTokens, output, settle });
}

/** OpenRouter's shape: the code is the status that the answer should have had. */
function errorIn200({ status, error }: OpenAIError) {
  return { code: status, message: error.message };
}

/** A body of one piece in two, so that something can break in its middle. */
function halves(pieces: string[]): string[] {
  const [only] = pieces;
  if (pieces.length > 1 || only === undefined) return pieces;
  const middle = Math.ceil(only.length / 2);
  return [only.slice(0, middle), only.slice(middle)];
}

function bill(
  { outcome }: Exchange,
  model: string,
  facts: {
    fault: Fault | null;
    sent: number;
    promptTokens: number;
    output: number;
    settle: (output: number) => void;
  },
): void {
  const isSilent = facts.fault !== null && silent.has(facts.fault.kind);
  const written = isSilent ? 0 : Math.ceil(facts.output * facts.sent);
  const billed = isSilent
    ? nothingBilled
    : { ...nothingBilled, input: facts.promptTokens, output: written };
  outcome.inputTokens = facts.promptTokens;
  outcome.outputTokens = written;
  outcome.billed = billed;
  outcome.costMicros = costMicros(model, billed, false);
  facts.settle(written);
}

function checkChat(
  world: World,
  json: unknown,
): OpenAIError | { params: ChatCompletionCreateParamsBase; maxTokens: number } {
  if (!isObject(json)) return fail(400, "We could not parse the JSON body of your request.");
  const model = json["model"];
  if (typeof model !== "string") return fail(400, "you must provide a model parameter");
  if (!world.scenario.openaiModels.includes(model)) {
    return fail(404, `The model '${model}' does not exist.`, "model_not_found");
  }
  const messages = json["messages"];
  if (!Array.isArray(messages) || messages.length === 0) {
    return fail(400, "Invalid 'messages': empty array.", "empty_array");
  }
  const bad = messages.findIndex(
    (each) =>
      !isObject(each) ||
      !["system", "developer", "user", "assistant", "tool"].includes(String(each["role"])),
  );
  if (bad !== -1) return fail(400, `Invalid value: 'messages[${bad}].role'.`, "invalid_value");
  const most = json["max_completion_tokens"] ?? json["max_tokens"] ?? DEFAULT_MAX_TOKENS;
  if (typeof most !== "number" || !Number.isInteger(most) || most < 1) {
    return fail(400, "Invalid 'max_tokens': integer below minimum value.", "integer_below_min");
  }
  return { params: { ...(json as object), model, messages }, maxTokens: most };
}

function textOf({ content }: { content?: unknown }): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) =>
      isObject(part) && typeof part["text"] === "string" ? part["text"] : "",
    )
    .join("");
}
