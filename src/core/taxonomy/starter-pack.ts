import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StarterPackSummary } from "./edit-schema.ts";
import {
  arcSchema,
  edgeCaseSchema,
  scenarioSchema,
  type Storylines,
  storylinesSchema,
  type Taxonomy,
  taxonomySchema,
} from "./schema.ts";
import { authorise, type Context } from "../context.ts";
import { type StarterPackKey, starterPackKeys } from "../projects/schema.ts";
import { repositoryRoot } from "#/lib/repository-root.ts";

export interface StarterPack {
  taxonomy: Taxonomy;
  storylines: Storylines;
}

const names: Record<StarterPackKey, { label: string; description: string; file?: string }> = {
  starter: {
    label: "Financial advice",
    description:
      "The complete pack: savers, retirees, owners of small firms and couples, with every arc, scenario and edge case.",
  },
  physiotherapy: {
    label: "Physiotherapy practice",
    description:
      "Patients with pain, setbacks and impatience; exercises, aims, and when a doctor comes first.",
    file: "physiotherapy.json",
  },
  renovation: {
    label: "Home renovation firm",
    description:
      "Owners who plan, pay for and live through building work; quotes, delays, defects and safety.",
    file: "renovation.json",
  },
};

/**
 * The taxonomy and storylines that a project can start with; financial advice unless named otherwise.
 * A pack's scenarios may name documents that only the sample project has.
 */
export async function readStarterPack(key: StarterPackKey = "starter"): Promise<StarterPack> {
  const { file } = names[key];
  if (file === undefined) return readSamplePack();
  const pack = await readJson("starter-packs", file);
  const both = taxonomySchema.extend(storylinesSchema.shape).parse(pack);
  const { dimensions, ...storylines } = both;
  return { taxonomy: { dimensions }, storylines };
}

/** The packs that a project can start with, the complete one first, with what each holds. */
export async function listStarterPacks({ ctx }: { ctx: Context }): Promise<StarterPackSummary[]> {
  authorise(ctx, "read");
  return Promise.all(
    starterPackKeys.map(async (key) => {
      const { taxonomy, storylines } = await readStarterPack(key);
      const { label, description } = names[key];
      const values = (dimension: string) =>
        taxonomy.dimensions.find((each) => each.key === dimension)?.values.length ?? 0;
      return {
        key,
        label,
        description,
        counts: {
          personas: values("persona"),
          values: taxonomy.dimensions.reduce((total, each) => total + each.values.length, 0),
          arcs: storylines.arcs.length,
          scenarios: storylines.scenarios.length,
          edgeCases: storylines.edgeCases.length,
        },
      };
    }),
  );
}

async function readSamplePack(): Promise<StarterPack> {
  const [taxonomy, arcs, scenarios, edgeCases] = await Promise.all(
    ["taxonomy.json", "arcs.json", "scenarios.json", "edge-cases.json"].map((name) =>
      readJson("sample", name),
    ),
  );
  return {
    taxonomy: taxonomySchema.parse(taxonomy),
    storylines: {
      arcs: arcSchema.array().parse(arcs),
      scenarios: scenarioSchema.array().parse(scenarios),
      edgeCases: edgeCaseSchema.array().parse(edgeCases),
    },
  };
}

async function readJson(folder: string, name: string): Promise<unknown> {
  const path = join(/* turbopackIgnore: true */ repositoryRoot(), folder, name);
  return JSON.parse(await readFile(path, "utf8")) as unknown;
}
