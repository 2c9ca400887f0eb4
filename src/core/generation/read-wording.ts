import { and, asc, desc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { ProjectSettings } from "../projects/schema.ts";
import type { PromptExample } from "../templates/render-examples.ts";
import { wornPhrases } from "#/lib/worn-phrases.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations, messages } from "#/platform/db/tables/conversations.ts";

/** Newest written conversations that are listened to; 150 of 12 messages take about 0.1 s. */
const LISTENED_TO = 150;

/**
 * The phrases that the project's newest conversations wear out, commonest first. Practice texts don't
 * count, nor do seeds: what those repeat is the voice itself.
 */
export async function readWornPhrases(tx: Transaction, projectId: string): Promise<string[]> {
  const newest = await tx
    .select({ versionId: conversations.currentVersionId })
    .from(conversations)
    .where(
      and(
        eq(conversations.projectId, projectId),
        isNull(conversations.deletedAt),
        eq(conversations.origin, "planned"),
        eq(conversations.generationState, "generated"),
        eq(conversations.isPractice, false),
      ),
    )
    .orderBy(desc(conversations.updatedAt), desc(conversations.id))
    .limit(LISTENED_TO);
  const texts = await readTexts(
    tx,
    newest.flatMap(({ versionId }) => versionId ?? []),
    "assistant",
  );
  return wornPhrases([...texts.values()]).map(({ phrase }) => phrase);
}

/**
 * The examples that prompts of the project show: pinned seeds, then pinned conversations that are approved
 * and not practice, then further seeds in their order. One more than the setting asks for, since a
 * conversation is never its own example.
 */
export async function readExamples(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  { count, pinned }: ProjectSettings["examples"],
): Promise<PromptExample[]> {
  if (count === 0) return [];
  const { id, origin, currentVersionId: versionId, position } = conversations;
  const isSeed = eq(origin, "seed");
  const rows = await tx
    .select({ id, origin, versionId })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, ctx.workspaceId),
        eq(conversations.projectId, projectId),
        isNull(conversations.deletedAt),
        or(
          isSeed,
          pinned.length === 0
            ? undefined
            : and(
                inArray(id, pinned),
                eq(conversations.reviewState, "approved"),
                eq(conversations.isPractice, false),
              ),
        ),
      ),
    )
    .orderBy(asc(position), asc(id));
  const rank = (row: (typeof rows)[number]) =>
    (row.origin === "seed" ? 0 : 1) + (pinned.includes(row.id) ? 0 : 2);
  const chosen = rows
    .toSorted((one, other) => rank(one) - rank(other))
    .filter(({ versionId }) => versionId !== null)
    .slice(0, count + 1);
  const texts = await readTexts(
    tx,
    chosen.flatMap(({ versionId }) => versionId ?? []),
  );
  return chosen.flatMap(({ id, versionId }) => {
    const found = texts.get(versionId ?? "");
    return found ? [{ conversationId: id, texts: found }] : [];
  });
}

/** Texts of versions in their order, of one role or of both. */
async function readTexts(
  tx: Transaction,
  versionIds: readonly string[],
  role?: "assistant",
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (versionIds.length === 0) return found;
  const rows = await tx
    .select({ versionId: messages.versionId, content: messages.content })
    .from(messages)
    .where(
      and(
        inArray(messages.versionId, [...versionIds]),
        role === undefined ? undefined : eq(messages.role, role),
      ),
    )
    .orderBy(asc(messages.versionId), asc(messages.position));
  for (const { versionId, content } of rows) {
    const texts = found.get(versionId);
    if (texts) texts.push(content);
    else found.set(versionId, [content]);
  }
  return found;
}
