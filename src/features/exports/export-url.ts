import { createSerializer, parseAsBoolean, parseAsStringLiteral } from "nuqs";
import type { ConversationFilter } from "#/core/conversations/schema.ts";
import { conversationParsers, paramsOf } from "#/features/conversations/filter-url.ts";

/** The choices of an export beside the table's filter, as they stand in the URL. */
export const exportParsers = {
  withSeeds: parseAsBoolean.withDefault(false),
  withPractice: parseAsBoolean.withDefault(false),
  systemPrompt: parseAsStringLiteral(["keep", "drop"] as const).withDefault("keep"),
};

const serialize = createSerializer(conversationParsers);

/** Address of the export page under the filter of the table. */
export function exportHref(projectId: string, filter: ConversationFilter = {}): string {
  return serialize(`/projects/${projectId}/export`, paramsOf({ filter }));
}
