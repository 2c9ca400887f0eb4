"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "#/api/client.ts";
import { type TaxonomyDimension, type Tier, tiers } from "#/core/taxonomy/schema.ts";

/** Names of the tiers: they exist in every project, whatever its taxonomy says. */
export const tierLabels: Record<Tier, string> = {
  template: "Template",
  scenario: "Scenario",
  edge_case: "Edge case",
};

/**
 * Names for the keys that conversations carry. A key that the taxonomy no longer has is shown as words
 * ("first-timer" -> "First timer") rather than as nothing.
 */
export function useTaxonomyLabels(projectId: string) {
  const taxonomy = useQuery(
    api.projects.taxonomy.queryOptions({ input: { projectId }, staleTime: 60_000 }),
  );
  const dimensions = taxonomy.data?.dimensions;
  return useMemo(() => {
    const names = new Map((dimensions ?? []).map((each) => [each.key, each]));
    return {
      /** False until the names have been read. */
      isReady: dimensions !== undefined,
      /** In the taxonomy's order. */
      dimensions: dimensions ?? noDimensions,
      dimensionLabel: (dimension: string) => names.get(dimension)?.label ?? asWords(dimension),
      labelOf: (dimension: string, value: string | undefined) => {
        if (value === undefined) return "";
        const known = names.get(dimension)?.values.find(({ key }) => key === value);
        if (known) return known.label;
        const tier = dimension === "tier" ? tiers.find((each) => each === value) : undefined;
        return tier ? tierLabels[tier] : asWords(value);
      },
    };
  }, [dimensions]);
}

export type TaxonomyLabels = ReturnType<typeof useTaxonomyLabels>;

const noDimensions: TaxonomyDimension[] = [];

function asWords(key: string): string {
  const words = key.replaceAll(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
