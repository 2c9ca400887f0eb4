import { asc, sql, type AnyColumn, type SQL } from "drizzle-orm";
import { contentHash } from "../conversations/content-hash.ts";
import { roleOfMessageSchema } from "../conversations/schema.ts";
import type { ExportFormat, ExportedConversation, RowProblem } from "./format.ts";
import { slicesOf } from "#/lib/slices.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversationVersions, messages } from "#/platform/db/tables/conversations.ts";

/** Conversations whose messages are in memory at once. */
const PAGE = 200;

export interface RenderedRow<T> {
  row: T;
  /** With its line feed. */
  line: string;
  messageCount: number;
  problems: RowProblem[];
}

/**
 * Writes the lines of a file from immutable versions, in the order of `rows`, a page of versions at a
 * time. A version whose text doesn't give its own content hash, or that is gone, is a problem too.
 */
export async function* renderRows<T extends { versionId: string; contentHash: string }>(
  tx: Transaction,
  rows: readonly T[],
  { format, systemPrompt }: { format: ExportFormat; systemPrompt: "keep" | "drop" },
): AsyncGenerator<RenderedRow<T>> {
  for (const page of slicesOf(rows, PAGE)) {
    const texts = await readTexts(
      tx,
      page.map((row) => row.versionId),
    );
    for (const row of page) {
      const text = texts.get(row.versionId) ?? { systemPrompt: "", messages: [] };
      const conversation: ExportedConversation = {
        systemPrompt:
          systemPrompt === "drop" || text.systemPrompt.trim() === "" ? null : text.systemPrompt,
        messages: text.messages,
      };
      const problems = format.check(conversation);
      if (contentHash(text) !== row.contentHash) {
        problems.push({
          messagePosition: null,
          rule: "The stored text must be the one that was decided on, letter for letter.",
        });
      }
      const line = format.line(conversation);
      yield { row, line, messageCount: text.messages.length, problems };
    }
  }
}

interface StoredText {
  systemPrompt: string;
  messages: { role: "user" | "assistant"; content: string }[];
}

async function readTexts(
  tx: Transaction,
  versionIds: readonly string[],
): Promise<Map<string, StoredText>> {
  const isWanted = (column: AnyColumn): SQL =>
    sql`${column} = any(${sql.param(versionIds)}::uuid[])`;
  const versions = await tx
    .select({ id: conversationVersions.id, systemPrompt: conversationVersions.systemPrompt })
    .from(conversationVersions)
    .where(isWanted(conversationVersions.id));
  const texts = new Map<string, StoredText>(
    versions.map(({ id, systemPrompt }) => [id, { systemPrompt, messages: [] }]),
  );
  const spoken = await tx
    .select({ versionId: messages.versionId, role: messages.role, content: messages.content })
    .from(messages)
    .where(isWanted(messages.versionId))
    .orderBy(asc(messages.versionId), asc(messages.position));
  for (const { versionId, role, content } of spoken) {
    texts.get(versionId)?.messages.push({ role: roleOfMessageSchema.parse(role), content });
  }
  return texts;
}
