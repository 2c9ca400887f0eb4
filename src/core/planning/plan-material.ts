import type { ProjectSettings } from "../projects/schema.ts";
import type { StandingPairs } from "./pair-table.ts";
import type { Storylines, Taxonomy, TaxonomyDimension, Tier } from "../taxonomy/schema.ts";

/** A document as far as planning needs it: its chunks in their order. */
export interface PlanDocument {
  /** Key or label of a content category. */
  category: string | null;
  chunks: { id: string; heading: string; content: string }[];
}

/** The planned rows that a project has already: a further plan fills up what they lack. */
export interface StandingRows {
  total: number;
  /** Dimension -> persona ("" where a row has none) -> value -> rows. */
  pairs: ReadonlyMap<string, StandingPairs>;
  /** "arc", "scenario", "edgeCase", "userVerbosity", "opener" or "messageCount" -> what the plan drew -> rows. */
  drawn: ReadonlyMap<string, ReadonlyMap<string, number>>;
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
  /** Dimension -> key -> label of values that are no longer planned. */
  retired?: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Left out: the project has no planned row yet. */
  standing?: StandingRows;
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

/** Value -> rows that stand with it. */
export function standingCounts(
  { standing }: PlanMaterial,
  dimension: string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pairs of standing?.pairs.get(dimension)?.values() ?? []) {
    for (const [value, rows] of pairs) counts.set(value, (counts.get(value) ?? 0) + rows);
  }
  return counts;
}

/** What the plans so far drew of one kind -> rows; empty where nothing stands. */
export function drawnCounts({ standing }: PlanMaterial, kind: string): ReadonlyMap<string, number> {
  return standing?.drawn.get(kind) ?? new Map();
}

/** The standing pairs of a dimension with the one it is spread against. */
export function standingPairs(
  { standing }: PlanMaterial,
  dimension: string,
  pairedWith: string,
): StandingPairs | undefined {
  if (!standing || standing.total === 0) return undefined;
  if (pairedWith === "persona") return standing.pairs.get(dimension);
  // Personas are spread against topics: the same pairs from the other side.
  const turned = new Map<string, Map<string, number>>();
  for (const [persona, values] of standing.pairs.get(pairedWith) ?? []) {
    for (const [value, rows] of values) {
      const ofValue = turned.get(value) ?? new Map<string, number>();
      turned.set(value, ofValue.set(persona, rows));
    }
  }
  return turned;
}
