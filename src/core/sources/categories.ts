import { and, asc, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#/platform/db/connect.ts";
import { taxonomyValues } from "#/platform/db/tables/sources.ts";

/** A value of the project's content_category. */
export interface Category {
  key: string;
  label: string;
}

/** The categories that a document of the project may have. */
export async function readCategories(tx: Transaction, projectId: string): Promise<Category[]> {
  return tx
    .select({ key: taxonomyValues.key, label: taxonomyValues.label })
    .from(taxonomyValues)
    .where(
      and(
        eq(taxonomyValues.projectId, projectId),
        eq(taxonomyValues.dimension, "content_category"),
        isNull(taxonomyValues.retiredAt),
      ),
    )
    .orderBy(asc(taxonomyValues.position), asc(taxonomyValues.key));
}

/** The category that is written so, by its key or its name; capitals, "&" and signs don't count. */
export function findCategory(
  categories: readonly Category[],
  wanted: string | undefined,
): Category | undefined {
  const text = fold(wanted ?? "");
  return categories.find(
    ({ key, label }) => text !== "" && (fold(key) === text || fold(label) === text),
  );
}

function fold(text: string): string {
  const plain = text.toLowerCase().replaceAll(/&|\band\b/g, " ");
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).join("-");
}
