import type { MessageTokensCount, ModelInfo } from "@anthropic-ai/sdk/resources";
import type { MessageCreateParamsBase } from "@anthropic-ai/sdk/resources/messages";
import {
  errorEvent,
  errorOfStatus,
  gateError,
  invalid,
  moneyError,
  notFound,
} from "./anthropic-errors.ts";
import { anthropicHeaders, playFault, sendError, sendJson } from "./anthropic-headers.ts";
import { billedOf, buildMessage, streamEvents } from "./anthropic-stream.ts";
import { checkCountParams, checkMessageParams } from "./anthropic-validate.ts";
import { handleBatches } from "./batches.ts";
import { deliver } from "./deliver.ts";
import { beginGeneration, silent, timesOf } from "./generation.ts";
import { costMicros, findModel, listModels, nothingBilled } from "./models.ts";
import { pageOf } from "./page.ts";
import { inputTokensOf, promptBlocks, promptText } from "./prompt-cache.ts";
import type { Fault } from "./scenario.ts";
import { type Exchange, faultOf, headerSeconds, retryAfterOf, type World } from "./world.ts";

const MAX_BODY = 32 * 1024 * 1024;

/** Everything under /v1 that Anthropic's SDK calls. */
export async function handleAnthropic(world: World, exchange: Exchange): Promise<void> {
  const gate = gateError(world, exchange);
  if (gate) return sendError(world, exchange, gate);
  const { pathname } = exchange.url;
  const method = exchange.request.method ?? "GET";
  if (pathname.startsWith("/v1/messages/batches")) return handleBatches(world, exchange);
  if (pathname.startsWith("/v1/models") && method === "GET") return handleModels(world, exchange);
  if (method !== "POST") return sendError(world, exchange, notFound("Not found"));
  if (exchange.body.length > MAX_BODY) {
    const error = { ...invalid("Request exceeds the maximum size"), status: 413 };
    return sendError(world, exchange, error);
  }
  if (exchange.json === undefined) {
    return sendError(world, exchange, invalid("The request body is not valid JSON"));
  }
  if (pathname === "/v1/messages/count_tokens") return handleCount(world, exchange);
  if (pathname === "/v1/messages") return handleMessages(world, exchange);
  return sendError(world, exchange, notFound("Not found"));
}

async function handleMessages(world: World, exchange: Exchange): Promise<void> {
  const money = moneyError(world, exchange);
  if (money) return sendError(world, exchange, money);
  const checked = checkMessageParams(exchange.json);
  if (!checked.ok) return sendError(world, exchange, checked.error);
  const { params } = checked;
  const { model } = params;
  const cached = world.cache.plan(exchange.key, params, exchange.at);
  const input = cached.tokens;
  const generation = beginGeneration(world, exchange, {
    endpoint: "messages",
    model,
    prompt: promptText(params),
    schema: params.output_config?.format?.schema ?? null,
    maxTokens: params.max_tokens,
    countedInput: input.plain + input.write5m + input.write1h,
  });
  if (!generation.ok) {
    const names = { requests: "requests", input: "input tokens", output: "output tokens" };
    Object.assign(exchange.outcome, { kind: "refused", refused: true });
    return sendError(
      world,
      exchange,
      {
        status: 429,
        type: "rate_limit_error",
        message: `This request would exceed your organization's rate limit of ${generation.limit} ${names[generation.kind]} per minute (model: ${model}).`,
        retryAfter: headerSeconds(world, generation.retryAfter),
      },
      { model },
    );
  }
  const { draw, answer } = generation;
  const isStream = params.stream === true;
  // Before headers are sent an overloaded vendor simply answers 529.
  const fault: Fault | null =
    generation.fault?.kind === "stream-error" && !isStream
      ? { kind: "status", status: 529 }
      : generation.fault;
  exchange.outcome.kind = fault ? `fault:${fault.kind}` : "answer";
  if (fault?.kind === "status") {
    generation.settle(0);
    const error = errorOfStatus(fault.status, retryAfterOf(world, fault.retryAfter));
    return sendError(world, exchange, error, { model, after: draw.firstByte });
  }
  const message = buildMessage(exchange.entry.id, model, answer, input, { fault });
  const times = timesOf(draw, fault, isStream);
  if (!fault || !silent.has(fault.kind)) cached.commit(exchange.at + draw.firstByte);
  const sent = await deliver(
    exchange,
    world.clock,
    {
      status: 200,
      headers: {
        ...anthropicHeaders(world, exchange, model),
        "content-type": isStream ? "text/event-stream; charset=utf-8" : "application/json",
        "cache-control": "no-cache",
      },
      pieces: isStream ? streamEvents(message) : slices(JSON.stringify(message)),
      ...times,
    },
    fault,
    fault?.kind === "stream-error" ? errorEvent(exchange.entry.id, fault.type) : "",
  );
  bill(exchange, params, generation.settle, {
    sent: isStream ? sent : 1,
    isSilent: fault !== null && silent.has(fault.kind),
    output: answer.outputTokens,
    input,
  });
}

/** What was written until the stream broke is billed; an answer in one piece is written before it is sent. */
function bill(
  { outcome }: Exchange,
  { model }: MessageCreateParamsBase,
  settle: (output: number) => void,
  facts: {
    sent: number;
    isSilent: boolean;
    output: number;
    input: Parameters<typeof billedOf>[0];
  },
): void {
  const written = facts.isSilent ? 0 : Math.ceil(facts.output * facts.sent);
  const billed = facts.isSilent ? nothingBilled : billedOf(facts.input, written);
  const { plain, read, write5m, write1h } = facts.input;
  outcome.inputTokens = plain + read + write5m + write1h;
  outcome.outputTokens = written;
  outcome.billed = billed;
  outcome.costMicros = costMicros(model, billed, false);
  settle(written);
}

function slices(text: string): string[] {
  const size = Math.max(64, Math.ceil(text.length / 16));
  return Array.from({ length: Math.ceil(text.length / size) }, (_, place) =>
    text.slice(place * size, (place + 1) * size),
  );
}

async function handleCount(world: World, exchange: Exchange): Promise<void> {
  const fault = faultOf(world, exchange, "count_tokens");
  if (fault && (await playFault(world, exchange, fault))) return;
  const checked = checkCountParams(exchange.json);
  if (!checked.ok) return sendError(world, exchange, checked.error);
  exchange.outcome.kind = "count";
  const body: MessageTokensCount = { input_tokens: inputTokensOf(promptBlocks(checked.params)) };
  await sendJson(world, exchange, 200, body, anthropicHeaders(world, exchange));
}

async function handleModels(world: World, exchange: Exchange): Promise<void> {
  const fault = faultOf(world, exchange, "models");
  if (fault && (await playFault(world, exchange, fault))) return;
  const id = decodeURIComponent(exchange.url.pathname.slice("/v1/models/".length));
  const headers = anthropicHeaders(world, exchange);
  if (id !== "") {
    const model = findModel(id);
    if (!model) return sendError(world, exchange, notFound(`model: ${id}`));
    exchange.outcome.kind = "models";
    return sendJson(world, exchange, 200, model, headers);
  }
  const { searchParams } = exchange.url;
  exchange.outcome.kind = "models";
  const page = pageOf(listModels(), searchParams, ({ id: each }: ModelInfo) => each);
  await sendJson(world, exchange, 200, page, headers);
}
