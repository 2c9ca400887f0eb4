import { BrightError } from "../errors.ts";
import type { RowProblem } from "./format.ts";
import { formatCounted } from "#/lib/format.ts";

const NAMED = 5;
const FIELDS = 50;

/** Refuses an export whose rows break rules of its format; names the first of them and their rules. */
export function refuseProblems(
  broken: readonly { row: { reference: string }; problems: readonly RowProblem[] }[],
): void {
  if (broken.length === 0) return;
  const named = broken.slice(0, NAMED).map(({ row, problems }) => {
    const [first] = problems;
    return first ? `${placeOf(row.reference, first)}: ${first.rule}` : row.reference;
  });
  const more = broken.length > NAMED ? ` And ${broken.length - NAMED} more.` : "";
  throw new BrightError(
    "invalid_input",
    `${formatCounted(broken.length, "conversation")} can't go into a training file. ${named.join(" ")}${more} No file was made; mend or reject them, then export again.`,
    broken
      .flatMap(({ row, problems }) =>
        problems.map((problem) => ({
          field: placeOf(row.reference, problem),
          message: problem.rule,
        })),
      )
      .slice(0, FIELDS),
  );
}

function placeOf(reference: string, { messagePosition }: RowProblem): string {
  return messagePosition === null ? reference : `${reference}, message ${messagePosition + 1}`;
}
