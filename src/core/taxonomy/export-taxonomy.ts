import type { z } from "zod";
import { exportTaxonomyInput, type taxonomyFileSchema } from "./edit-schema.ts";
import { getTaxonomy } from "./get-taxonomy.ts";
import { writeTaxonomyCsv } from "./taxonomy-csv.ts";
import { writeTaxonomyJson } from "./taxonomy-file.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { getProject } from "../projects/get-project.ts";
import { slugOfText } from "#/lib/slug.ts";

/** The whole taxonomy, retired things marked, as one file that can be imported again. @throws not_found */
export async function exportTaxonomy({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof exportTaxonomyInput>;
}): Promise<z.infer<typeof taxonomyFileSchema>> {
  authorise(ctx, "read");
  const parsed = parseInput(exportTaxonomyInput, input);
  return inTransaction(ctx, async (_tx, ctx) => {
    const { name } = await getProject({ ctx, input: parsed });
    const taxonomy = await getTaxonomy({ ctx, input: parsed, withRetired: true });
    const fileName = `${slugOfText(name) || "project"}-taxonomy.${parsed.format}`;
    return parsed.format === "csv"
      ? { fileName, mediaType: "text/csv", content: writeTaxonomyCsv(taxonomy) }
      : { fileName, mediaType: "application/json", content: writeTaxonomyJson(taxonomy) };
  });
}
