import { composeConversation } from "./compose-conversation.ts";
import { materialSchema } from "../../material.ts";
import {
  type CallWatch,
  freePrices,
  noTokens,
  type Provider,
  ProviderError,
  type ProviderRequest,
  type ProviderResponse,
} from "../../port.ts";
import { sha256 } from "#/lib/sha256.ts";
import { estimateTokens } from "#/lib/tokens.ts";

/**
 * Writes without any model: on this machine, free of charge, the same text for the same material. It is
 * there to walk the whole way before a key is entered; its text is marked as practice everywhere.
 */
export const practiceProvider: Provider = {
  id: "practice",
  label: "Practice writer",
  isPractice: true,
  models: [
    {
      model: "practice-1",
      label: "Practice writer",
      prices: freePrices,
      secondsPerConversation: 0.05,
      concurrency: 4,
    },
  ],
  async generate(request: ProviderRequest, { signal }: CallWatch): Promise<ProviderResponse> {
    signal.throwIfAborted();
    const material = materialSchema.safeParse(request.material);
    if (!material.success) {
      throw new ProviderError({
        code: "bad_material",
        message:
          "The practice writer was given nothing that it can write from. Nothing was written; look at the row's plan and try again.",
        kind: "invalid_output",
        raw: material.error.issues,
      });
    }
    const text = JSON.stringify({ messages: composeConversation(material.data) });
    const prompt = request.messages.map((message) => message.content).join("\n");
    return {
      text,
      stopReason: "end",
      usage: {
        ...noTokens,
        inputTokens: estimateTokens(prompt),
        outputTokens: estimateTokens(text),
      },
      limits: null,
      providerRequestId: `practice-${sha256(JSON.stringify(request)).slice(0, 16)}`,
      raw: null,
    };
  },
};
