import type { ImportOutcome, ImportReport } from "#/core/sources/schema.ts";
import { formatCount } from "#/lib/format.ts";

/** "2 added · 1 unchanged · 0 failed". */
export function reportInWords({ added, unchanged, failed, outcomes }: ImportReport): string {
  if (outcomes.length === 0) return "There was no file in there that could be taken in.";
  return [
    `${formatCount(added)} added`,
    `${formatCount(unchanged)} unchanged`,
    `${formatCount(failed)} failed`,
  ].join(" · ");
}

/** Where in the file it went wrong, if anywhere. */
export function placeOf({ line, column }: Pick<ImportOutcome, "line" | "column">): string | null {
  if (line === null) return null;
  return column === null ? `Line ${line}` : `Line ${line}, column ${column}`;
}
