import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Tier, tiers } from "../taxonomy/schema.ts";
import { repositoryRoot } from "#/lib/repository-root.ts";

const names: Record<Tier, string> = {
  template: "Arc-driven conversation",
  scenario: "Real-life situation",
  edge_case: "Boundary condition",
};

/** The templates that come with the product, one a tier, from `defaults/<tier>.md`. */
export async function readDefaultTemplates(): Promise<
  { tier: Tier; name: string; body: string }[]
> {
  const folder = join(/* turbopackIgnore: true */ repositoryRoot(), "src/core/templates/defaults");
  return Promise.all(
    tiers.map(async (tier) => ({
      tier,
      name: names[tier],
      body: await readFile(join(/* turbopackIgnore: true */ folder, `${tier}.md`), "utf8"),
    })),
  );
}
