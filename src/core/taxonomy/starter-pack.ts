import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  arcSchema,
  edgeCaseSchema,
  scenarioSchema,
  type Storylines,
  type Taxonomy,
  taxonomySchema,
} from "./schema.ts";
import { repositoryRoot } from "#/lib/repository-root.ts";

/** The taxonomy and storylines of `sample/`: financial advice for ordinary households. */
export async function readStarterPack(): Promise<{ taxonomy: Taxonomy; storylines: Storylines }> {
  const folder = join(/* turbopackIgnore: true */ repositoryRoot(), "sample");
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(/* turbopackIgnore: true */ folder, name), "utf8"));
  const [taxonomy, arcs, scenarios, edgeCases] = await Promise.all([
    read("taxonomy.json"),
    read("arcs.json"),
    read("scenarios.json"),
    read("edge-cases.json"),
  ]);
  return {
    taxonomy: taxonomySchema.parse(taxonomy),
    storylines: {
      arcs: arcSchema.array().parse(arcs),
      scenarios: scenarioSchema.array().parse(scenarios),
      edgeCases: edgeCaseSchema.array().parse(edgeCases),
    },
  };
}
