import type { z } from "zod";
import { BrightError } from "./errors.ts";

/**
 * Parses the input of a verb; what is wrong is named by field, in the schema's own sentences.
 * @throws invalid_input
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw inputError(result.error.issues);
}

/** Turns Zod's issues into the one error that every edge knows how to show. */
export function inputError(
  issues: readonly { path?: readonly unknown[]; message: string }[],
): BrightError {
  const fields = issues.map((issue) => ({
    field: (issue.path ?? []).map(segmentOf).join("."),
    message: issue.message,
  }));
  const first = fields[0];
  const named = first?.field
    ? `${first.field}: ${first.message}`
    : (first?.message ?? "Something is missing.");
  const more = fields.length > 1 ? ` (and ${fields.length - 1} more)` : "";
  return new BrightError(
    "invalid_input",
    `This can't be done with what was entered. ${named}${more} Nothing was changed; correct it and try again.`,
    fields,
  );
}

function segmentOf(segment: unknown): string {
  return typeof segment === "object" && segment !== null && "key" in segment
    ? String(segment.key)
    : String(segment);
}
