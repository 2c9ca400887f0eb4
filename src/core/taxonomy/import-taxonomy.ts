import { eq } from "drizzle-orm";
import { z } from "zod";
import { checkReferences } from "./check-references.ts";
import { builtInDimensions, storylinesSchema, taxonomySchema } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { inputError, parseInput } from "../parse-input.ts";
import { getProject } from "../projects/get-project.ts";
import { storableJson } from "#/lib/storable-text.ts";
import { storylines, taxonomyDimensions, taxonomyValues } from "#/platform/db/tables/sources.ts";
import type { Transaction } from "#/platform/db/connect.ts";

export const importTaxonomyInput = z.object({
  projectId: z.uuid(),
  taxonomy: taxonomySchema,
  storylines: storylinesSchema.default({ arcs: [], scenarios: [], edgeCases: [] }),
});

/**
 * Gives a project that has no taxonomy yet its dimensions, values, arcs, scenarios and edge cases.
 * Part of making a project: the caller writes the audit row. Wrong fields are named by their path.
 * @throws invalid_input, not_found, conflict when the project has a taxonomy.
 */
export async function importTaxonomy({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof importTaxonomyInput>;
}): Promise<void> {
  authorise(ctx, "write");
  const parsed = storableJson(parseInput(importTaxonomyInput, input));
  const missing = checkReferences(parsed.taxonomy, parsed.storylines);
  if (missing.length > 0) {
    throw inputError(missing.map(({ field, message }) => ({ path: field.split("."), message })));
  }
  await inTransaction(ctx, async (tx, ctx) => {
    const { id: projectId } = await getProject({ ctx, input: parsed });
    await refuseSecond(tx, projectId);
    const owner = { workspaceId: ctx.workspaceId, projectId };
    const { dimensions } = parsed.taxonomy;
    const values = dimensions.flatMap((dimension) =>
      dimension.values.map((value, position) => ({
        ...owner,
        ...value,
        dimension: dimension.key,
        position,
      })),
    );
    const lines = linesOf(parsed.storylines).map((line) => ({ ...owner, ...line }));
    if (dimensions.length > 0) {
      await tx.insert(taxonomyDimensions).values(
        dimensions.map(({ key, label, description }, position) => {
          const builtIn = builtInDimensions.some((each) => each === key);
          return { ...owner, key, label, description, position, builtIn };
        }),
      );
    }
    if (values.length > 0) await tx.insert(taxonomyValues).values(values);
    if (lines.length > 0) await tx.insert(storylines).values(lines);
  });
}

function linesOf({ arcs, scenarios, edgeCases }: z.output<typeof storylinesSchema>) {
  const line = (kind: string) => (body: { key: string; label: string }, position: number) => ({
    kind,
    key: body.key,
    label: body.label,
    body,
    position,
  });
  return [
    ...arcs.map(line("arc")),
    ...scenarios.map(line("scenario")),
    ...edgeCases.map(line("edge_case")),
  ];
}

async function refuseSecond(tx: Transaction, projectId: string): Promise<void> {
  const [existing] = await tx
    .select({ key: taxonomyDimensions.key })
    .from(taxonomyDimensions)
    .where(eq(taxonomyDimensions.projectId, projectId))
    .limit(1);
  if (!existing) return;
  throw new BrightError(
    "conflict",
    "This project has a taxonomy already. Nothing was changed; make a new project for another one.",
  );
}
