import { sql } from "drizzle-orm";
import { buildPrompt, readProjectMaterial } from "./build-prompt.ts";
import { learntOutput, outputLimit } from "./learnt-output.ts";
import type { BatchWish } from "./prepare-batch.ts";
import { orRefused } from "./prepare-item.ts";
import { readFormerText } from "./read-former-text.ts";
import { withFeedback } from "./with-feedback.ts";
import { mostCost } from "../calls/prices.ts";
import type { Context } from "../context.ts";
import { hasIdIn } from "../conversations/filter-sql.ts";
import type { Writer } from "../writers/registry.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversationChunks, conversations } from "#/platform/db/tables/conversations.ts";
import { chunks } from "#/platform/db/tables/sources.ts";

/** Prompts that are made to find the dearest: so few rows are all looked at, of more the longest of each kind. */
const LOOKED_AT = 12;

/**
 * The most that is held back for the first call of one of the rows, from prompts made and priced as those
 * that are sent: a stop amount below it sends nothing. Overnight too, as one call goes ahead at the full price.
 * @returns millionths of a US dollar; 0 where nothing is paid, or no prompt can be made now.
 */
export async function mostForOne(
  tx: Transaction,
  ctx: Context,
  {
    wish: { projectId, split, feedback },
    writers,
    ids,
  }: { wish: BatchWish; writers: readonly Writer[]; ids: readonly string[] },
): Promise<number> {
  const paid = writers.filter(({ provider }) => !provider.isPractice);
  if (paid.length === 0 || ids.length === 0) return 0;
  const source = await readProjectMaterial(ctx, projectId);
  const longest = await longestRows(tx, ids);
  const sides = split?.arms.map(({ templateVersionIds }) => templateVersionIds) ?? [undefined];
  let most = 0;
  for (const { provider, model } of paid) {
    const name = { provider: provider.id, model: model.model };
    const perMessage = await learntOutput(ctx, projectId, name);
    for (const versionIds of new Set(sides)) {
      for (const conversationId of longest) {
        const of = { conversationId, model: model.model, source, versionIds };
        const made = await orRefused(() => buildPrompt(tx, ctx, of));
        // What can't be filled is never sent, so nothing is held for it.
        if ("refused" in made) continue;
        const { request, material } = made.value;
        const { messageCount } = material.plan;
        const maxOutputTokens = outputLimit(request.maxOutputTokens, messageCount, perMessage);
        const wished = feedback
          ? withFeedback(request, {
              feedback,
              findings: [],
              former: await former(tx, conversationId),
            })
          : request;
        most = Math.max(most, mostCost({ ...wished, maxOutputTokens }, model.prices));
      }
    }
  }
  return most;
}

async function former(tx: Transaction, conversationId: string) {
  return (await readFormerText(tx, conversationId))?.messages ?? [];
}

/** Of each tier and arc, which have templates of their own, first the row with the most messages and documents. */
async function longestRows(tx: Transaction, ids: readonly string[]): Promise<string[]> {
  const messages = sql`coalesce((${conversations.plan} ->> 'messageCount')::float8, 0)`;
  const grounding = sql`coalesce((select sum(octet_length(${chunks.content})) from ${conversationChunks}
    join ${chunks} on ${chunks.id} = ${conversationChunks.chunkId}
    where ${conversationChunks.conversationId} = ${conversations.id}), 0)`;
  const rows = await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(hasIdIn(ids))
    .orderBy(
      sql`row_number() over (partition by ${conversations.tier}, ${conversations.plan} ->> 'arc'
        order by ${messages} desc, ${grounding} desc)`,
      sql`${messages} desc`,
      sql`${grounding} desc`,
    )
    .limit(LOOKED_AT);
  return rows.map(({ id }) => id);
}
