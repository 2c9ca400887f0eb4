import { and, asc, eq } from "drizzle-orm";
import { type BuiltInDimension, builtInDimensions, builtInLabels } from "./schema.ts";
import type { Context } from "../context.ts";
import { BrightError, invalidField, notFound } from "../errors.ts";
import { getProject } from "../projects/get-project.ts";
import { lockProject } from "../projects/lock-project.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { taxonomyDimensions, taxonomyValues } from "#/platform/db/tables/sources.ts";

export type StoredDimension = typeof taxonomyDimensions.$inferSelect;
export type StoredValue = typeof taxonomyValues.$inferSelect;

export function isBuiltIn(key: string): key is BuiltInDimension {
  return builtInDimensions.some((each) => each === key);
}

/** Checks the project and holds it: one person at a time changes its taxonomy. @throws not_found */
export async function holdProject(tx: Transaction, ctx: Context, projectId: string): Promise<void> {
  await getProject({ ctx, input: { projectId } });
  await lockProject(tx, projectId);
}

/** All dimensions of a project in their order, retired ones among them. */
export function readDimensions(tx: Transaction, projectId: string): Promise<StoredDimension[]> {
  return tx
    .select()
    .from(taxonomyDimensions)
    .where(eq(taxonomyDimensions.projectId, projectId))
    .orderBy(asc(taxonomyDimensions.position), asc(taxonomyDimensions.key));
}

/** All values of a dimension in their order, retired ones among them. */
export function readValues(
  tx: Transaction,
  projectId: string,
  dimension: string,
): Promise<StoredValue[]> {
  return tx
    .select()
    .from(taxonomyValues)
    .where(and(eq(taxonomyValues.projectId, projectId), eq(taxonomyValues.dimension, dimension)))
    .orderBy(asc(taxonomyValues.position), asc(taxonomyValues.key));
}

/**
 * The dimension of that key. A built-in one that a project started without is laid in now.
 * @throws not_found for any other that isn't there.
 */
export async function needDimension(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  key: string,
): Promise<StoredDimension> {
  const all = await readDimensions(tx, projectId);
  const found = all.find((each) => each.key === key);
  if (found) return found;
  if (!isBuiltIn(key)) throw notFound("dimension");
  const [stored] = await tx
    .insert(taxonomyDimensions)
    .values({
      workspaceId: ctx.workspaceId,
      projectId,
      key,
      label: builtInLabels[key],
      position: builtInDimensions.indexOf(key),
      builtIn: true,
    })
    .returning();
  if (!stored) throw new Error("the dimension was not stored");
  return stored;
}

/** One value of a dimension and its siblings. @throws not_found */
export async function needValue(
  tx: Transaction,
  place: { projectId: string; dimension: string; key: string },
): Promise<{ value: StoredValue; siblings: StoredValue[] }> {
  const siblings = await readValues(tx, place.projectId, place.dimension);
  const value = siblings.find((each) => each.key === place.key);
  if (!value) throw notFound("value");
  return { value, siblings };
}

/** Tiers decide how a row is planned and written: the product knows three of them. */
export function refuseTier(dimension: string): void {
  if (dimension !== "tier") return;
  throw new BrightError(
    "conflict",
    "The three tiers belong to the product: they can be renamed and described, and nothing else. Nothing was changed; use a dimension of your own for further groups.",
  );
}

export function refuseSameName(
  what: string,
  label: string,
  same: { label: string; retiredAt?: Date | null } | undefined,
): void {
  if (!same) return;
  const retired = same.retiredAt ? ", which is retired: bring it back instead" : "";
  throw invalidField(
    "label",
    `There is ${what} "${same.label}" already${retired}. Nothing was changed; choose another name than "${label}".`,
  );
}
