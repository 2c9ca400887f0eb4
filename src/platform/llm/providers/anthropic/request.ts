import type Anthropic from "@anthropic-ai/sdk";
import { toSupportedSchema } from "./to-supported-schema.ts";
import type { ProviderRequest } from "../../port.ts";

/**
 * The body of one call. No temperature, top_p or top_k: API version 2026-10-21 answers 400 to them.
 * The system message is the part that many calls share, so it is cached for five minutes (under 512
 * tokens the vendor silently doesn't).
 */
export function toMessageParams(
  request: ProviderRequest,
): Anthropic.MessageCreateParamsNonStreaming {
  const system = request.messages
    .filter(({ role, content }) => role === "system" && content !== "")
    .map(({ content }) => content)
    .join("\n\n");
  const messages = request.messages.flatMap(({ role, content }) =>
    role === "system" ? [] : [{ role, content }],
  );
  return {
    model: request.model,
    max_tokens: request.maxOutputTokens,
    messages,
    ...(system === ""
      ? {}
      : {
          system: [{ type: "text", text: system, cache_control: { type: "ephemeral", ttl: "5m" } }],
        }),
    ...(request.outputSchema === null
      ? {}
      : {
          output_config: {
            format: { type: "json_schema", schema: toSupportedSchema(request.outputSchema) },
          },
        }),
  };
}
