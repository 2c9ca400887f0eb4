import { excerptAt, placeAt } from "./text-place.ts";

/** Why something in a file can't come in. The place is told where there is one. */
export interface Problem {
  /** One sentence for a person. */
  message: string;
  /** From 1. */
  line: number | null;
  column: number | null;
  /** What stands there, shortened, and what was expected. */
  found: string | null;
  expected: string | null;
}

/** A reason that has no place in the text. */
export function problem(message: string, expected: string | null = null): Problem {
  return { message, line: null, column: null, found: null, expected };
}

/**
 * A fault at an offset of the file's text: the sentence names line, column, what stands there and what
 * was expected. `reason` ends without a full stop.
 */
export function problemAt(
  text: string,
  offset: number,
  { reason, expected, found }: { reason: string; expected: string; found?: string },
): Problem {
  const { line, column } = placeAt(text, offset);
  const there = found ?? excerptAt(text, offset);
  const quoted = /^".*"$|^the end of/.test(there) ? there : `"${there}"`;
  return {
    message: `${reason}: line ${line}, column ${column} has ${quoted}; expected: ${expected}. Correct it there and import the file again.`,
    line,
    column,
    found: there,
    expected,
  };
}
