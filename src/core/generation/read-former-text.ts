import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { type Message, messageSchema, scorePartSchema } from "../conversations/schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import {
  conversations,
  conversationVersions,
  messages,
} from "#/platform/db/tables/conversations.ts";

/** A text that stands, and what its checks said. */
export interface FormerText {
  versionId: string;
  number: number;
  messages: Pick<Message, "role" | "content">[];
  score: number | null;
  /** What the checks found wanting, the worst first, each a sentence. */
  findings: string[];
}

/** The current text of a conversation and what its checks said; undefined where there is none yet. */
export async function readFormerText(
  tx: Transaction,
  conversationId: string,
): Promise<FormerText | undefined> {
  const [version] = await tx
    .select({
      id: conversationVersions.id,
      number: conversationVersions.number,
      score: conversationVersions.score,
      scoreParts: conversationVersions.scoreParts,
    })
    .from(conversations)
    .innerJoin(conversationVersions, eq(conversationVersions.id, conversations.currentVersionId))
    .where(eq(conversations.id, conversationId));
  if (!version) return undefined;
  const rows = await tx
    .select({ role: messages.role, content: messages.content })
    .from(messages)
    .where(eq(messages.versionId, version.id))
    .orderBy(asc(messages.position));
  const parts = z.array(scorePartSchema).parse(version.scoreParts);
  return {
    versionId: version.id,
    number: version.number,
    score: version.score,
    messages: rows.map(({ role, content }) => ({
      role: messageSchema.shape.role.parse(role),
      content,
    })),
    findings: parts
      .filter(({ value, weight }) => value < 1 && weight > 0)
      .toSorted((one, other) => one.value - other.value)
      .map(({ reason }) => reason),
  };
}
