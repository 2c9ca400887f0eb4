import { desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { versionSummarySchema } from "./schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversationVersions } from "#/platform/db/tables/conversations.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { templates, templateVersions } from "#/platform/db/tables/sources.ts";

export interface StoredVersion {
  id: string;
  number: number;
  systemPrompt: string;
  scoreParts: unknown;
  summary: z.infer<typeof versionSummarySchema>;
}

/** All versions of a conversation, the newest first. */
export async function readVersions(
  tx: Transaction,
  conversationId: string,
): Promise<StoredVersion[]> {
  const rows = await tx
    .select({
      id: conversationVersions.id,
      number: conversationVersions.number,
      origin: conversationVersions.origin,
      // By the name that was shown when the batch was confirmed; a model's own id says little to people.
      writer: sql<
        string | null
      >`coalesce(${batches.estimate} -> 'writer' ->> 'label', ${conversationVersions.model}, ${conversationVersions.provider})`,
      isPractice: conversationVersions.isPractice,
      systemPrompt: conversationVersions.systemPrompt,
      score: conversationVersions.score,
      scoreParts: conversationVersions.scoreParts,
      templateName: templates.name,
      templateVersion: templateVersions.number,
      createdByName: conversationVersions.createdByName,
      createdAt: conversationVersions.createdAt,
    })
    .from(conversationVersions)
    .leftJoin(batches, eq(batches.id, conversationVersions.batchId))
    .leftJoin(templateVersions, eq(templateVersions.id, conversationVersions.templateVersionId))
    .leftJoin(templates, eq(templates.id, templateVersions.templateId))
    .where(eq(conversationVersions.conversationId, conversationId))
    .orderBy(desc(conversationVersions.number));
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    systemPrompt: row.systemPrompt,
    scoreParts: row.scoreParts,
    summary: {
      id: row.id,
      number: row.number,
      origin: versionSummarySchema.shape.origin.parse(row.origin),
      writer: row.writer,
      isPractice: row.isPractice,
      templateName: row.templateName,
      templateVersion: row.templateVersion,
      score: row.score,
      createdByName: row.createdByName,
      createdAt: row.createdAt,
    },
  }));
}
