import { type Storylines, type Tier, tiers } from "#/core/taxonomy/schema.ts";

/** All rows of one tier. */
export function countsOfSlice(tier: Tier, count: number): Record<Tier, number> {
  const counts: Record<Tier, number> = { template: 0, scenario: 0, edge_case: 0 };
  return { ...counts, [tier]: count };
}

/** The first tier that something can be planned from: arcs suit any labels best. */
export function firstTier({ arcs, scenarios, edgeCases }: Storylines): Tier {
  const can: Record<Tier, boolean> = {
    template: arcs.some(({ tier }) => tier === "template"),
    scenario: scenarios.length > 0,
    edge_case: edgeCases.length > 0,
  };
  return tiers.find((tier) => can[tier]) ?? "template";
}
