import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { readVoice } from "./read-voice.ts";
import type { VoiceProposals } from "./voice-proposals-schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import {
  conversations,
  conversationVersions,
  messages,
} from "#/platform/db/tables/conversations.ts";

/** More than anybody writes by hand; the first ones say it. */
const MOST_SEEDS = 100;

/**
 * What a project's seeds say of its voice, field by field, beside what stands there. Changes nothing.
 * @throws not_found
 */
export async function proposeVoice({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<VoiceProposals> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id } = await getProject({ ctx, input });
    const seeds = await tx
      .select({
        systemPrompt: conversationVersions.systemPrompt,
        background: sql<unknown>`${conversations.plan} -> 'background'`,
        answers: sql<string[]>`coalesce((
          select jsonb_agg(${messages.content} order by ${messages.position}) from ${messages}
          where ${messages.versionId} = ${conversationVersions.id} and ${messages.role} = 'assistant'
        ), '[]'::jsonb)`,
      })
      .from(conversations)
      .innerJoin(conversationVersions, eq(conversationVersions.id, conversations.currentVersionId))
      .where(
        and(
          eq(conversations.projectId, id),
          eq(conversations.origin, "seed"),
          isNull(conversations.deletedAt),
        ),
      )
      .orderBy(asc(conversations.position))
      .limit(MOST_SEEDS);
    return { seeds: seeds.length, proposals: readVoice(seeds) };
  });
}
