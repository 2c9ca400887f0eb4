import { type ParseError, parseTree } from "jsonc-parser";
import type { FieldError } from "../errors.ts";
import { excerptAt, placeAt } from "#/lib/text-place.ts";

/** Where a text that JSON.parse refused stops being JSON. */
export function jsonFault(text: string): FieldError {
  const found: ParseError[] = [];
  parseTree(text, found, { disallowComments: true, allowTrailingComma: false });
  const offset = Math.min(text.length, ...found.map((fault) => fault.offset));
  const { line, column } = placeAt(text, found.length > 0 ? offset : 0);
  return {
    field: `line ${line}, column ${column}`,
    message:
      offset >= text.trimEnd().length
        ? "The file ends in the middle. Save it whole and choose it again."
        : `This isn't JSON: "${excerptAt(text, offset)}" stands where something else belongs.`,
  };
}
