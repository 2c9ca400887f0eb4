import type { ProjectSettings } from "../projects/schema.ts";
import type { Storylines, Taxonomy, TaxonomyDimension, Tier } from "../taxonomy/schema.ts";

/** A document as far as planning needs it: its chunks in their order. */
export interface PlanDocument {
  /** Key or label of a content category. */
  category: string | null;
  chunks: { id: string; heading: string; content: string }[];
}

/** All that a plan is made from. */
export interface PlanMaterial {
  taxonomy: Taxonomy;
  storylines: Storylines;
  /** By the document's slug. */
  documents: ReadonlyMap<string, PlanDocument>;
  settings: ProjectSettings;
  /** Language tag of the project ("en"). */
  language: string;
  /** The number that the next reference of each tier gets. */
  nextNumber: Record<Tier, number>;
}

/** The dimension with that key, or an empty one. */
export function dimensionOf(taxonomy: Taxonomy, key: string): TaxonomyDimension {
  return (
    taxonomy.dimensions.find((dimension) => dimension.key === key) ?? {
      key,
      label: key,
      description: "",
      values: [],
    }
  );
}

/** Key -> weight of a dimension's values. */
export function weightsOf(dimension: TaxonomyDimension): Map<string, number> {
  return new Map(dimension.values.map((value) => [value.key, value.weight]));
}

/** The label of a value, or its key where the taxonomy doesn't hold it. */
export function labelOf(taxonomy: Taxonomy, dimension: string, key: string): string {
  const value = dimensionOf(taxonomy, dimension).values.find((candidate) => candidate.key === key);
  return value?.label ?? key;
}
