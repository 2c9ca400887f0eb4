import type OpenAI from "openai";
import { createClient, OWN_ADDRESS, optionsOf } from "./client.ts";
import { faultOf, faultOfErrorBody, isSchemaRefusal } from "./faults.ts";
import { limitsOf } from "./limits.ts";
import { toChatParams } from "./request.ts";
import { isPromptCut, toStopReason } from "./response.ts";
import { applyWhole, type Arrived, nothingArrived, readStream } from "./stream.ts";
import {
  type CallWatch,
  type ListedModel,
  type Provider,
  ProviderError,
  type ProviderFault,
  type ProviderRequest,
  type ProviderResponse,
} from "../../port.ts";
import type { VendorFactory, VendorSettings } from "../../vendor.ts";
import { beginningOf, vendorCall } from "../../vendor-call.ts";
import { notAnApi } from "../../vendor-faults.ts";

/**
 * Every server that speaks OpenAI's chat API: OpenAI itself, Ollama, vLLM, LM Studio, OpenRouter, a
 * gateway. Nothing is trusted that such servers are known to leave out: usage, finish reason, schema.
 *
 * One fallback: a server that refuses `response_format` with a 400 (nothing is billed then) is asked once
 * more with the schema in words; the record tells it, and later calls of the model begin there.
 */
export const createOpenAiCompatibleProvider: VendorFactory = (settings) => {
  let made: OpenAI | undefined;
  const client = () => (made ??= createClient(settings));
  return {
    id: settings.id,
    label: settings.label,
    isPractice: false,
    models: settings.models,
    generate: createGenerate(settings, client),
    listModels: (watch) => listModels(settings, client, watch),
  };
};

type Told = Pick<ProviderResponse, "providerRequestId" | "limits">;

function createGenerate(
  { label, apiKey, baseUrl }: VendorSettings,
  client: () => OpenAI,
): Provider["generate"] {
  const isOpenAi = URL.parse(baseUrl ?? OWN_ADDRESS)?.hostname === "api.openai.com";
  const inWords = new Set<string>();
  return async (request, watch) => {
    const arrived = nothingArrived();
    let told: Told = { providerRequestId: null, limits: null };
    const ask = async (withSchema: boolean) => {
      const { data, response } = await client()
        .chat.completions.create(toChatParams(request, { isOpenAi, withSchema }), optionsOf(watch))
        .withResponse();
      const { headers } = response;
      told = { providerRequestId: headers.get("x-request-id"), limits: limitsOf(headers) };
      if (headers.get("content-type")?.includes("text/event-stream")) {
        watch.onHeaders?.({ limits: told.limits });
        await readStream(data, arrived, label, watch.onActivity);
      } else {
        await readWhole(response, arrived, { label, model: request.model });
        watch.onActivity?.({ outputCharacters: arrived.text.length });
      }
      // The SDK ends the stream of a stopped call without a word.
      watch.signal.throwIfAborted();
    };
    return vendorCall({
      label,
      apiKey,
      watch,
      arrived: () => ({ partial: { text: arrived.text, usage: arrived.usage }, told }),
      faultOf: (error) => faultOf(error, { label, model: request.model }),
      async run() {
        let refused: unknown;
        const withSchema = request.outputSchema !== null && !inWords.has(request.model);
        try {
          await ask(withSchema);
        } catch (error) {
          if (!withSchema || !isSchemaRefusal(error)) throw error;
          refused = error;
          await ask(false);
          inWords.add(request.model);
        }
        const isSchemaInWords = request.outputSchema !== null && inWords.has(request.model);
        return toResponse(request, arrived, told, { isSchemaInWords, refused, label });
      },
    });
  };
}

function toResponse(
  request: ProviderRequest,
  arrived: Arrived,
  told: Told,
  how: { isSchemaInWords: boolean; refused: unknown; label: string },
): ProviderResponse {
  const { id, model, text, refusal, finishReason, usage, rawUsage } = arrived;
  const raw = {
    id,
    model,
    finishReason,
    usage: rawUsage,
    ...(refusal === "" ? {} : { refusal }),
    ...(how.isSchemaInWords ? { schemaSentAs: "words" } : {}),
    ...(how.refused instanceof Error ? { schemaRefused: how.refused.message.slice(0, 500) } : {}),
  };
  if (isPromptCut(request, usage)) throw promptCut(how.label, raw);
  const stopReason = refusal === "" ? toStopReason(finishReason) : "refusal";
  return { text, stopReason, usage, raw, ...told };
}

function promptCut(label: string, raw: unknown): ProviderError {
  return new ProviderError({
    code: "prompt_cut",
    message: `${label} read only a part of the prompt: it counted far fewer tokens than were sent, so the answer isn't used. Give the model more context on its server (in Ollama the setting "context length", OLLAMA_CONTEXT_LENGTH or num_ctx) and try again.`,
    kind: "needs_person",
    billed: "unknown",
    raw,
  });
}

/** An answer that isn't a stream: an error body with the status 200, a whole completion, or a page. */
async function readWhole(
  response: Response,
  arrived: Arrived,
  scene: { label: string; model: string },
): Promise<void> {
  const body: (Partial<OpenAI.ChatCompletion> & { error?: unknown }) | null =
    await jsonOf(response);
  if (body?.error) throw new ProviderError(faultOfErrorBody(body.error, response.headers, scene));
  if (Array.isArray(body?.choices)) return applyWhole(body, arrived);
  throw new ProviderError(
    pageFault(scene.label, response.status, body ?? (await beginningOf(response))),
  );
}

function pageFault(label: string, status: number, body: unknown): ProviderFault {
  return { ...notAnApi(label), status, billed: "no", raw: { status, body } };
}

function listModels(
  { label, apiKey }: VendorSettings,
  client: () => OpenAI,
  watch: CallWatch,
): Promise<ListedModel[]> {
  return vendorCall({
    label,
    apiKey,
    watch,
    faultOf: (error) => faultOf(error, { label, model: null }),
    async run() {
      const response = await client().models.list(optionsOf(watch)).asResponse();
      const body = await jsonOf(response);
      if (!Array.isArray(body?.data)) {
        const began = body ?? (await beginningOf(response));
        throw new ProviderError(pageFault(label, response.status, began));
      }
      return body.data.flatMap(toListed);
    },
  });
}

/** vLLM and OpenRouter tell the context's length, each under a name of its own. */
function toListed(entry: unknown): ListedModel[] {
  const model = asObject(entry);
  if (typeof model?.id !== "string") return [];
  const context = model.context_length ?? model.max_model_len;
  return [
    {
      model: model.id,
      label: typeof model.name === "string" ? model.name : model.id,
      contextTokens: typeof context === "number" ? context : null,
      maxOutputTokens: null,
    },
  ];
}

async function jsonOf(response: Response): Promise<Record<string, unknown> | null> {
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return isJson ? asObject(await response.json()) : null;
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}
