import { readSample } from "./read-sample.ts";
import { type Context, inTransaction } from "#/core/context.ts";
import { importSeeds } from "#/core/conversations/import-seeds.ts";
import { createPlan } from "#/core/planning/create-plan.ts";
import { planInput } from "#/core/planning/schema.ts";
import { createProject } from "#/core/projects/create-project.ts";
import { listProjects } from "#/core/projects/list-projects.ts";
import { importDocuments } from "#/core/sources/import-documents.ts";
import type { ImportReport } from "#/core/sources/schema.ts";
import { importTaxonomy } from "#/core/taxonomy/import-taxonomy.ts";
import { readStarterPack } from "#/core/taxonomy/starter-pack.ts";
import { addDefaultTemplates } from "#/core/templates/add-default-templates.ts";

/**
 * Makes the workspace's sample project out of `sample/`: voice, taxonomy, storylines, templates,
 * documents, seeds and a plan of 40 + 35 + 15 rows, all in one transaction. Called again, it answers the
 * project that is there. The caller holds off a second one at the same time.
 */
export async function layInSample({ ctx }: { ctx: Context }): Promise<{ projectId: string }> {
  const existing = (await listProjects({ ctx })).find((project) => project.isSample);
  if (existing) return { projectId: existing.id };
  const [{ project, documents, seeds }, pack] = await Promise.all([
    readSample(),
    readStarterPack(),
  ]);
  const { name, description, language, currency, voice } = project;
  return inTransaction(ctx, async (_tx, ctx) => {
    const { id: projectId } = await createProject({
      ctx,
      input: { name, description },
      details: { language, currency, voice, isSample: true },
      furnish: async (ctx, projectId) => {
        await importTaxonomy({ ctx, input: { projectId, ...pack } });
        await addDefaultTemplates({ ctx, input: { projectId } });
      },
    });
    refuseFailures(await importDocuments({ ctx, input: { projectId, files: documents } }));
    refuseFailures(await importSeeds({ ctx, input: { projectId, files: seeds } }));
    await createPlan({ ctx, input: planInput.parse({ projectId }) });
    return { projectId };
  });
}

function refuseFailures(report: ImportReport): void {
  const failure = report.outcomes.find((each) => each.outcome === "failed");
  if (failure) throw new Error(`sample/${failure.file}: ${failure.message}`);
}
