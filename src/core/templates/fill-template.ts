import { type BrightError, invalidField } from "../errors.ts";
import { isTemplateVariable, type TemplateVariable, variableNames } from "./variables.ts";
import { readPlaceholders } from "#/lib/placeholders.ts";

/** Where a placeholder's value stands in a filled template: offsets in UTF-16 units. */
export interface FilledRange {
  name: string;
  start: number;
  end: number;
}

/** The placeholders of a template in the order of their first place, each once, known or not. */
export function placeholdersOf(body: string): string[] {
  return [...new Set(readPlaceholders(body).placeholders.map(({ name }) => name))];
}

/**
 * Puts values into a template, in one pass: what a value holds is never read as a placeholder.
 * Every placeholder needs a value; an empty text is one.
 * @throws invalid_input that names each placeholder which is unknown, has no value or isn't closed.
 */
export function fillMarked(
  body: string,
  values: Partial<Record<TemplateVariable, string | undefined>>,
): { text: string; ranges: FilledRange[] } {
  const { placeholders, faults } = readPlaceholders(body, variableNames);
  const valueOf = (name: string) => (isTemplateVariable(name) ? values[name] : undefined);
  const missing = [...new Set(placeholders.map(({ name }) => name))]
    .filter((name) => isTemplateVariable(name) && valueOf(name) === undefined)
    .map((name) => `{{${name}}} has no value`);
  const all = [...faults.map(({ message }) => message), ...missing];
  if (all.length > 0) throw templateError(all);
  const ranges: FilledRange[] = [];
  let text = "";
  let from = 0;
  for (const { name, start, end } of placeholders) {
    text += body.slice(from, start);
    const value = valueOf(name) ?? "";
    ranges.push({ name, start: text.length, end: text.length + value.length });
    text += value;
    from = end;
  }
  return { text: text + body.slice(from), ranges };
}

/** The same without the places of the values. */
export function fillTemplate(
  body: string,
  values: Partial<Record<TemplateVariable, string | undefined>>,
): string {
  return fillMarked(body, values).text;
}

function templateError(faults: string[]): BrightError {
  return invalidField(
    "body",
    `The template can't be filled: ${faults.join("; ")}. Nothing was sent; correct the template, or what the conversation is planned from, and try again.`,
  );
}
