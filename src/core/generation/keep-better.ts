import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import type { FormerText } from "./read-former-text.ts";
import type { Context } from "../context.ts";
import { emotionsSchema, roleOfMessageSchema, scorePartSchema } from "../conversations/schema.ts";
import { storeVersion } from "../conversations/store-version.ts";
import { formatCount } from "#/lib/format.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversationVersions, messages } from "#/platform/db/tables/conversations.ts";

/**
 * After another candidate of a row that scored lower than the text before it: that one is the current text
 * again, as a version that says so. The candidate stays in the history.
 */
export async function bringBackBetter(
  tx: Transaction,
  ctx: Context,
  { conversationId, former, score }: { conversationId: string; former: FormerText; score: number },
): Promise<{ number: number; contentHash: string }> {
  const [version] = await tx
    .select()
    .from(conversationVersions)
    .where(eq(conversationVersions.id, former.versionId));
  if (!version) throw new Error("a version that was the current one is gone");
  const texts = await tx
    .select({ role: messages.role, content: messages.content, emotions: messages.emotions })
    .from(messages)
    .where(eq(messages.versionId, version.id))
    .orderBy(asc(messages.position));
  return storeVersion(tx, ctx, {
    conversationId,
    origin: "restored",
    systemPrompt: version.systemPrompt,
    messages: texts.map(({ role, content, emotions }) => ({
      role: roleOfMessageSchema.parse(role),
      content,
      emotions: emotionsSchema.nullable().parse(emotions),
    })),
    provider: version.provider,
    model: version.model,
    isPractice: version.isPractice,
    templateVersionId: version.templateVersionId,
    callAttemptId: version.callAttemptId,
    batchId: version.batchId,
    score: version.score,
    scoreParts: z.array(scorePartSchema).parse(version.scoreParts),
    reason: `Another candidate scored ${formatCount(score)}, this text ${formatCount(former.score ?? 0)}: the better one stands.`,
    needsReview: true,
  });
}
