import type Anthropic from "@anthropic-ai/sdk";
import { createBatchCalls } from "./batches.ts";
import { createClient, optionsOf } from "./client.ts";
import { faultOf } from "./faults.ts";
import { limitsOf } from "./limits.ts";
import { toMessageParams } from "./request.ts";
import { toResponse } from "./response.ts";
import { nothingArrived, partialOf, readStream } from "./stream.ts";
import {
  type CallWatch,
  type ListedModel,
  type Provider,
  ProviderError,
  type ProviderFault,
} from "../../port.ts";
import type { VendorFactory, VendorSettings } from "../../vendor.ts";
import { beginningOf, vendorCall } from "../../vendor-call.ts";
import { notAnApi } from "../../vendor-faults.ts";

/**
 * Anthropic's Messages API, or a gateway that speaks it. Always streamed: a call that isn't may end at
 * 300 seconds. The SDK's retries and clocks are off, so that each attempt is one on the record.
 */
export const createAnthropicProvider: VendorFactory = (settings) => {
  let made: Anthropic | undefined;
  const client = () => (made ??= createClient(settings));
  return {
    id: settings.id,
    label: settings.label,
    isPractice: false,
    models: settings.models,
    generate: createGenerate(settings, client),
    listModels: (watch) => listModels(settings, client, watch),
    batches: createBatchCalls(settings, client),
  };
};

function createGenerate(
  { label, apiKey }: VendorSettings,
  client: () => Anthropic,
): Provider["generate"] {
  return async (request, watch) => {
    const arrived = nothingArrived();
    let told: Pick<ProviderFault, "providerRequestId" | "limits"> = {};
    return vendorCall({
      label,
      apiKey,
      watch,
      arrived: () => ({ partial: partialOf(arrived), told }),
      faultOf: (error) => faultOf(error, { label, model: request.model }),
      async run() {
        const { data, response } = await client()
          .messages.create({ ...toMessageParams(request), stream: true }, optionsOf(watch))
          .withResponse();
        const providerRequestId = response.headers.get("request-id");
        const limits = limitsOf(response.headers);
        told = { providerRequestId, limits };
        await refusePages(response, label);
        watch.onHeaders?.({ limits });
        await readStream(data, arrived, watch.onActivity);
        // The SDK ends the stream of a stopped call without a word.
        watch.signal.throwIfAborted();
        if (!arrived.message || !arrived.isComplete) throw endedEarly(label);
        return toResponse(arrived.message, { providerRequestId, limits });
      },
    });
  };
}

async function refusePages(response: Response, label: string): Promise<void> {
  if (response.headers.get("content-type")?.includes("text/event-stream")) return;
  const body = await beginningOf(response);
  throw new ProviderError({
    ...notAnApi(label),
    status: response.status,
    billed: "no",
    raw: { status: response.status, body },
  });
}

function endedEarly(label: string): ProviderError {
  return new ProviderError({
    code: "broken_off",
    message: `The answer of ${label} ended before it was whole. What had arrived is kept, and the money counts as spent.`,
    kind: "retryable",
    billed: "unknown",
  });
}

function listModels(
  { label, apiKey }: VendorSettings,
  client: () => Anthropic,
  watch: CallWatch,
): Promise<ListedModel[]> {
  return vendorCall({
    label,
    apiKey,
    watch,
    faultOf: (error) => faultOf(error, { label, model: null }),
    async run() {
      const { data: page, response } = await client()
        .models.list({ limit: 1_000 }, optionsOf(watch))
        .withResponse();
      // The SDK reads a page of HTML as an empty list.
      if (!response.headers.get("content-type")?.includes("json")) {
        throw new ProviderError({ ...notAnApi(label), status: response.status, billed: "no" });
      }
      const models: ListedModel[] = [];
      for await (const model of page) {
        if (model.lifecycle === "retired") continue;
        models.push({
          model: model.id,
          label: model.display_name,
          contextTokens: model.max_input_tokens ?? null,
          maxOutputTokens: model.max_tokens ?? null,
        });
      }
      return models;
    },
  });
}
