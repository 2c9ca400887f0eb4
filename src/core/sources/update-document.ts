import { eq } from "drizzle-orm";
import type { z } from "zod";
import { findCategory, readCategories } from "./categories.ts";
import { updateDocumentInput } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { allowedSentence } from "#/lib/allowed-sentence.ts";
import { storableText } from "#/lib/storable-text.ts";
import { shorten } from "#/lib/text-place.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { documents } from "#/platform/db/tables/sources.ts";

/**
 * Changes a document's title, its category, or both; null takes the category away. The text stays.
 * @throws invalid_input naming the field, not_found
 */
export async function updateDocument({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof updateDocumentInput>;
}): Promise<void> {
  authorise(ctx, "write");
  const { documentId, title, category } = parseInput(updateDocumentInput, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const [before] = await tx
      .select({
        projectId: documents.projectId,
        title: documents.title,
        category: documents.category,
      })
      .from(documents)
      .where(eq(documents.id, documentId))
      .for("update");
    if (!before) throw notFound("document");
    const after = {
      title: title === undefined ? before.title : storableText(title),
      category: category == null ? category : await keyOf(tx, before.projectId, category),
    };
    if (after.category === undefined) after.category = before.category;
    if (after.title === before.title && after.category === before.category) return;
    await tx.update(documents).set(after).where(eq(documents.id, documentId));
    await appendAudit(tx, ctx, {
      action: "document.changed",
      targetKind: "document",
      targetId: documentId,
      details: {
        before: { title: before.title, category: before.category },
        after: { title: after.title, category: after.category },
      },
    });
  });
}

async function keyOf(tx: Transaction, projectId: string, wanted: string): Promise<string> {
  const categories = await readCategories(tx, projectId);
  const found = findCategory(categories, wanted);
  if (found) return found.key;
  throw invalidField(
    "category",
    `"${shorten(wanted, 60)}" is no category of this project. ${allowedSentence(categories.map(({ key }) => key))} Nothing was changed.`,
  );
}
