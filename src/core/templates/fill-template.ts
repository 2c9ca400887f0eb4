import { BrightError, invalidField } from "../errors.ts";
import { isTemplateVariable, type TemplateVariable } from "./variables.ts";

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The placeholders of a template in the order of their first place, each once, known or not. */
export function placeholdersOf(body: string): string[] {
  return [...new Set([...body.matchAll(placeholder)].map((match) => match[1] ?? ""))];
}

/**
 * Puts values into a template, in one pass: what a value holds is never read as a placeholder.
 * Every placeholder needs a value; an empty text is one.
 * @throws invalid_input that names each placeholder which is unknown, has no value or isn't closed.
 */
export function fillTemplate(
  body: string,
  values: Partial<Record<TemplateVariable, string>>,
): string {
  const faults = faultsOf(body, values);
  if (faults.length > 0) throw templateError(faults);
  return body.replace(placeholder, (_found, name: string) =>
    isTemplateVariable(name) ? (values[name] ?? "") : "",
  );
}

function faultsOf(body: string, values: Partial<Record<TemplateVariable, string>>): string[] {
  const faults = placeholdersOf(body).flatMap((name) => {
    if (!isTemplateVariable(name)) return [`{{${name}}} is no placeholder that can be filled`];
    return values[name] === undefined ? [`{{${name}}} has no value`] : [];
  });
  const rest = body.replace(placeholder, "");
  if (rest.includes("{{")) faults.push('a "{{" is never closed');
  if (rest.includes("}}")) faults.push('a "}}" was never opened');
  return faults;
}

function templateError(faults: string[]): BrightError {
  return invalidField(
    "body",
    `The template can't be filled: ${faults.join("; ")}. Nothing was sent; correct the template and try again.`,
  );
}
