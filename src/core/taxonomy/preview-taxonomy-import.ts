import type { z } from "zod";
import { compareTaxonomies, findClashes } from "./compare-taxonomies.ts";
import {
  importTaxonomyFileInput,
  MOST_DIMENSIONS,
  MOST_VALUES,
  type TaxonomyImportPreview,
} from "./edit-schema.ts";
import { getTaxonomy } from "./get-taxonomy.ts";
import { readTaxonomyFile } from "./read-taxonomy-file.ts";
import type { Taxonomy } from "./schema.ts";
import { authorise, type Context } from "../context.ts";
import { BrightError, type FieldError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { formatCounted } from "#/lib/format.ts";
import { sha256 } from "#/lib/sha256.ts";

/**
 * What importing the file would add and change, before it does. The file is checked whole first.
 * @throws invalid_input with each fault by its place, not_found
 */
export async function previewTaxonomyImport({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof importTaxonomyFileInput>;
}): Promise<TaxonomyImportPreview> {
  authorise(ctx, "write");
  const parsed = parseInput(importTaxonomyFileInput, input);
  const current = await getTaxonomy({ ctx, input: parsed, withRetired: true });
  return planImport(current, parsed).preview;
}

/** The taxonomy of the file and what it would do to the current one. Pure. @throws invalid_input */
export function planImport(
  current: Taxonomy,
  { fileName, content }: { fileName: string; content: string },
): { incoming: Taxonomy; preview: TaxonomyImportPreview } {
  const incoming = readTaxonomyFile(fileName, content, current);
  const changes = compareTaxonomies(current, incoming);
  refuse(fileName, [...findClashes(current, incoming), ...tooMany(current, incoming)]);
  const count = (kind: string) => changes.filter(({ change }) => change === kind).length;
  return {
    incoming,
    preview: {
      added: count("added"),
      changed: count("changed"),
      unchanged: count("unchanged"),
      changes,
      previewHash: sha256(JSON.stringify([changes, content])),
    },
  };
}

/** What the file adds to is counted with it. */
function tooMany(current: Taxonomy, incoming: Taxonomy): FieldError[] {
  const union = (one: readonly { key: string }[], other: readonly { key: string }[]) =>
    new Set([...one, ...other].map(({ key }) => key)).size;
  const dimensions = union(current.dimensions, incoming.dimensions);
  return [
    ...(dimensions > MOST_DIMENSIONS
      ? [
          {
            field: "dimensions",
            message: `The project would have ${dimensions} dimensions; ${MOST_DIMENSIONS} are the most.`,
          },
        ]
      : []),
    ...incoming.dimensions.flatMap(({ key, label, values }) => {
      const known = current.dimensions.find((each) => each.key === key)?.values ?? [];
      const all = union(known, values);
      return all > MOST_VALUES
        ? [
            {
              field: key,
              message: `${label} would have ${all} values; ${MOST_VALUES} are the most.`,
            },
          ]
        : [];
    }),
  ];
}

function refuse(fileName: string, faults: readonly FieldError[]): void {
  if (faults.length === 0) return;
  const [first] = faults;
  throw new BrightError(
    "invalid_input",
    `${fileName} doesn't fit this project in ${formatCounted(faults.length, "place")}, so nothing of it was taken over. ${first?.field}: ${first?.message} Correct the file and choose it again.`,
    [...faults].slice(0, 100),
  );
}
