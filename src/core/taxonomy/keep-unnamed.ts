import type { Taxonomy, TaxonomyDimension, TaxonomyValue } from "./schema.ts";

/** What stands of a dimension, for the fields that a file doesn't name: an import takes nothing away. */
export function standingDimension(current: Taxonomy, key: unknown): Partial<TaxonomyDimension> {
  const found = current.dimensions.find((dimension) => dimension.key === key);
  return found ? { description: found.description, ...(found.retired && { retired: true }) } : {};
}

/** The same of a value. */
export function standingValue(
  current: Taxonomy,
  dimension: unknown,
  key: unknown,
): Partial<TaxonomyValue> {
  const found = current.dimensions
    .find((candidate) => candidate.key === dimension)
    ?.values.find((value) => value.key === key);
  if (!found) return {};
  const { description, weight, attributes, retired } = found;
  return { description, weight, attributes, ...(retired && { retired: true }) };
}
