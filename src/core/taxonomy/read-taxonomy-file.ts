import { readTaxonomyCsv } from "./taxonomy-csv.ts";
import { readTaxonomyJson } from "./taxonomy-file.ts";
import type { Taxonomy } from "./schema.ts";
import { BrightError } from "../errors.ts";
import { checkText } from "#/lib/check-text.ts";
import { formatCounted } from "#/lib/format.ts";

/** A file of more bytes holds no taxonomy that anybody works with. */
const MOST_BYTES = 5_000_000;
const NAMED = 3;
const FIELDS = 100;

/**
 * Reads a taxonomy from a file: JSON where it begins with a brace, else CSV. It is checked whole, and each
 * fault is told with its place. Fields that it doesn't name are those of the `current` taxonomy.
 * @throws invalid_input
 */
export function readTaxonomyFile(
  fileName: string,
  content: string,
  current: Taxonomy = { dimensions: [] },
): Taxonomy {
  const checked = checkText(content, MOST_BYTES);
  if ("problem" in checked)
    throw refusal(fileName, [{ field: fileName, message: checked.problem.message }]);
  const { text } = checked;
  const read = /^\s*[{[]/.test(text)
    ? readTaxonomyJson(text, current)
    : readTaxonomyCsv(text, current);
  if (read.taxonomy) return read.taxonomy;
  throw refusal(fileName, read.faults);
}

function refusal(
  fileName: string,
  faults: readonly { field: string; message: string }[],
): BrightError {
  const named = faults
    .slice(0, NAMED)
    .map(({ field, message }) => (field === fileName ? message : `${field}: ${message}`));
  const more = faults.length > NAMED ? ` And ${faults.length - NAMED} more.` : "";
  return new BrightError(
    "invalid_input",
    `${fileName} has ${formatCounted(faults.length, "fault")}, so nothing of it was taken over. ${named.join(" ")}${more} Correct the file and choose it again.`,
    faults.slice(0, FIELDS).map(({ field, message }) => ({ field, message })),
  );
}
