import type { Setup } from "#/core/projects/schema.ts";
import { type Storylines, type Tier, tiers } from "#/core/taxonomy/schema.ts";

export type Counts = Record<Tier, number>;

const usual: Counts = { template: 40, scenario: 35, edge_case: 15 };

/** Which tiers have storylines to be planned from. */
export function plannableTiers({ arcs, scenarios, edgeCases }: Storylines): Record<Tier, boolean> {
  return {
    template: arcs.some(({ tier }) => tier === "template"),
    scenario: scenarios.length > 0,
    edge_case: edgeCases.length > 0,
  };
}

/** The counts that were chosen, or the usual ninety; what a tier can't be planned with goes to the arcs. */
export function countsOf(setup: Setup, storylines: Storylines): Counts {
  if (setup.counts) return setup.counts;
  const can = plannableTiers(storylines);
  const left = tiers.reduce((sum, tier) => sum + (can[tier] ? 0 : usual[tier]), 0);
  return Object.fromEntries(
    tiers.map((tier) => [tier, can[tier] ? usual[tier] + (tier === "template" ? left : 0) : 0]),
  ) as Counts;
}
