import { and, eq, isNull, sql } from "drizzle-orm";
import type { DocumentRow } from "./schema.ts";
import { conversationChunks, conversations } from "#/platform/db/tables/conversations.ts";
import { chunks, documents } from "#/platform/db/tables/sources.ts";
import type { Transaction } from "#/platform/db/connect.ts";

/** Words between spaces that hold more than punctuation: counted by the database, since texts may be long. */
const words = sql<number>`regexp_count(${documents.content}, '\\S*[^\\s[:punct:]]\\S*')::int`;

/** What a query selects for `toDocumentRow`, without the counts. */
const rowColumns = {
  id: documents.id,
  slug: documents.slug,
  title: documents.title,
  fileName: documents.fileName,
  category: documents.category,
  audience: documents.audience,
  summary: documents.summary,
  bytes: documents.bytes,
  words,
  createdByName: documents.createdByName,
  createdAt: documents.createdAt,
};

/** The documents of a project as the table shows them, by title. */
export async function readDocumentRows(
  tx: Transaction,
  where: { projectId: string } | { documentId: string },
): Promise<DocumentRow[]> {
  const wanted =
    "projectId" in where
      ? eq(documents.projectId, where.projectId)
      : eq(documents.id, where.documentId);
  const counts = await tx
    .select({
      id: documents.id,
      chunkCount: sql<number>`count(distinct ${chunks.id})::int`,
      conversationCount: sql<number>`count(distinct ${conversations.id})::int`,
    })
    .from(documents)
    .leftJoin(chunks, eq(chunks.documentId, documents.id))
    .leftJoin(conversationChunks, eq(conversationChunks.chunkId, chunks.id))
    .leftJoin(
      conversations,
      and(eq(conversations.id, conversationChunks.conversationId), isNull(conversations.deletedAt)),
    )
    .where(wanted)
    .groupBy(documents.id);
  const rows = await tx
    .select(rowColumns)
    .from(documents)
    .where(wanted)
    .orderBy(documents.title, documents.slug);
  const countOf = new Map(counts.map(({ id, ...count }) => [id, count]));
  return rows.map((row) => ({
    ...row,
    ...(countOf.get(row.id) ?? { chunkCount: 0, conversationCount: 0 }),
  }));
}
