import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import { chunkDimensions } from "./chunk-dimensions.ts";
import { findCategory, readCategories, type Category } from "./categories.ts";
import { type ReadDocument, readDocument, slugOf } from "./read-document.ts";
import { failureOf, importFilesInput, type ImportReport, outcomeOf, reportOf } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { appendBulkAudit, type BulkRow } from "../audit/append-bulk-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { lockProject } from "../projects/lock-project.ts";
import { getProject } from "../projects/get-project.ts";
import { slicesOf } from "#/lib/slices.ts";
import { shorten } from "#/lib/text-place.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { chunks, documents } from "#/platform/db/tables/sources.ts";

/** Keeps an INSERT below Postgres' 65,535 parameters. */
const CHUNKS_AT_ONCE = 1_000;

/**
 * Imports Markdown and text files, parted into passages. Each file stands for itself: a bad one is
 * reported and the others come in. A text that the project holds already is left as it is; another text
 * under a known file name becomes a document beside the first, since conversations may be grounded in that.
 * @throws invalid_input for a wrong call, not_found
 */
export async function importDocuments({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof importFilesInput>;
}): Promise<ImportReport> {
  authorise(ctx, "write");
  const { projectId, files } = parseInput(importFilesInput, input);
  await getProject({ ctx, input: { projectId } });
  const read: { file: string; result: ReturnType<typeof readDocument> }[] = [];
  for (const file of files) {
    read.push({ file: file.name, result: readDocument(file) });
    // A large set takes seconds to part; between two files others get their turn.
    await setImmediate();
  }
  return inTransaction(ctx, async (tx, ctx) => {
    const shelf = await openShelf(tx, projectId);
    const added: AddedDocument[] = [];
    const outcomes = [];
    for (const { file, result } of read) {
      if ("problem" in result) {
        outcomes.push(failureOf(file, null, result.problem));
        continue;
      }
      const known = shelf.stored.find((each) => each.contentHash === result.contentHash);
      if (known) {
        outcomes.push(outcomeOf("unchanged", file, null, unchangedSentence(known, file)));
        continue;
      }
      const { id, sentence } = await addDocument(tx, ctx, { projectId, shelf, read: result });
      added.push({ id, contentHash: result.contentHash, title: result.title });
      outcomes.push(outcomeOf("added", file, null, sentence));
    }
    if (added.length > 0) {
      await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
      await auditImport(tx, ctx, projectId, added);
    }
    return reportOf(outcomes);
  });
}

/** What the project holds, locked against a second import until the commit. */
interface Shelf {
  stored: { slug: string; title: string; fileName: string; contentHash: string }[];
  categories: Category[];
}

async function openShelf(tx: Transaction, projectId: string): Promise<Shelf> {
  await lockProject(tx, projectId);
  const stored = await tx
    .select({
      slug: documents.slug,
      title: documents.title,
      fileName: documents.fileName,
      contentHash: documents.contentHash,
    })
    .from(documents)
    .where(eq(documents.projectId, projectId));
  return { stored, categories: await readCategories(tx, projectId) };
}

async function addDocument(
  tx: Transaction,
  ctx: Context,
  { projectId, shelf, read }: { projectId: string; shelf: Shelf; read: ReadDocument },
): Promise<{ id: string; sentence: string }> {
  const { title, fileName, mediaType, content, contentHash, bytes, frontMatter } = read;
  const id = randomUUID();
  const owner = { workspaceId: ctx.workspaceId, projectId };
  const namesake = shelf.stored.some((each) => each.fileName === fileName);
  const slug = freeSlug(slugOf(fileName), shelf);
  const category = findCategory(shelf.categories, frontMatter.category);
  await tx.insert(documents).values({
    ...owner,
    id,
    slug,
    title,
    fileName,
    mediaType,
    content,
    contentHash,
    category: category?.key ?? null,
    audience: frontMatter.audience ?? null,
    summary: frontMatter.summary ?? null,
    bytes,
    createdBy: ctx.actor.id,
    createdByName: ctx.actor.name,
  });
  const dimensions = chunkDimensions(frontMatter);
  const rows = read.chunks.map((chunk, position) => ({
    ...owner,
    ...chunk,
    documentId: id,
    position,
    handle: `${slug}#C${String(position + 1).padStart(3, "0")}`,
    heading: chunk.heading || title,
    dimensions,
  }));
  for (const slice of slicesOf(rows, CHUNKS_AT_ONCE)) await tx.insert(chunks).values(slice);
  shelf.stored.push({ slug, title, fileName, contentHash });
  const passages = rows.length === 1 ? "1 passage" : `${rows.length} passages`;
  const sentences = [
    `Imported as "${title}" with ${passages}.`,
    categorySentence(frontMatter.category, category),
    namesake
      ? `A document from a file of this name was here already; it stays as it is, and this text stands beside it as ${slug}.`
      : "",
  ];
  return { id, sentence: sentences.filter((each) => each !== "").join(" ") };
}

function categorySentence(wanted: string | undefined, found: Category | undefined): string {
  if (wanted === undefined || found) return "";
  return `Its category "${shorten(wanted, 60)}" isn't one of this project, so it has none yet; choose one at the document.`;
}

function unchangedSentence(known: { title: string; fileName: string }, file: string): string {
  const where = known.fileName === file ? "" : `, from ${known.fileName}`;
  return `Nothing changed: this text is here already as "${known.title}"${where}.`;
}

function freeSlug(wanted: string, shelf: Shelf): string {
  const taken = new Set(shelf.stored.map((each) => each.slug));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

interface AddedDocument extends BulkRow {
  title: string;
}

/** One document is the event's target itself; of several, the project is. */
async function auditImport(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  added: AddedDocument[],
): Promise<void> {
  const action = "document.imported";
  const [only] = added.length === 1 ? added : [];
  if (only) {
    const details = { projectId, count: 1, title: only.title };
    const target = { targetKind: "document", targetId: only.id, hashAfter: only.contentHash };
    await appendAudit(tx, ctx, { action, ...target, details });
  } else {
    await appendBulkAudit(tx, ctx, { action, targetKind: "project", targetId: projectId }, added);
  }
}
