import type { z } from "zod";
import { addDefaultTemplates } from "./add-default-templates.ts";
import type { Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { createProject } from "../projects/create-project.ts";
import { createProjectInput, type Project } from "../projects/schema.ts";
import { importTaxonomy } from "../taxonomy/import-taxonomy.ts";
import { readStarterPack } from "../taxonomy/starter-pack.ts";

/**
 * Makes a project that can be worked in: with the taxonomy, arcs, scenarios and edge cases of
 * a pack ("starter" is financial advice) or without ("empty"), and with the product's prompt templates in both cases.
 * @throws invalid_input
 */
export async function startProject({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof createProjectInput>;
}): Promise<Project> {
  const { startFrom } = parseInput(createProjectInput, input);
  const pack = startFrom === "empty" ? null : await readStarterPack(startFrom);
  return createProject({
    ctx,
    input,
    furnish: async (ctx, projectId) => {
      if (pack) {
        const { taxonomy, storylines } = pack;
        // The sample's own documents aren't in this project.
        const scenarios = storylines.scenarios.map((each) => ({ ...each, documents: [] }));
        await importTaxonomy({
          ctx,
          input: { projectId, taxonomy, storylines: { ...storylines, scenarios } },
        });
      }
      await addDefaultTemplates({ ctx, input: { projectId } });
    },
  });
}
