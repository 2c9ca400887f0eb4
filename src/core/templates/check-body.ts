import { BrightError, invalidField } from "../errors.ts";
import { MAX_TEMPLATE_CHARACTERS } from "./schema.ts";
import { variableNames } from "./variables.ts";
import { readPlaceholders } from "#/lib/placeholders.ts";
import { storableText } from "#/lib/storable-text.ts";

/**
 * The text as it is stored: line ends of one kind.
 * @throws too_large; invalid_input when it is empty or names each fault with its line.
 */
export function checkBody(body: string): string {
  const text = storableText(body).replaceAll(/\r\n?/g, "\n");
  if (text.length > MAX_TEMPLATE_CHARACTERS) {
    throw new BrightError(
      "too_large",
      `The template has ${text.length.toLocaleString("en")} characters; at most ${MAX_TEMPLATE_CHARACTERS.toLocaleString("en")} are allowed, since all of it goes into each prompt. Nothing was saved and your text is still here; shorten it, or put long material into a document.`,
      [{ field: "body", message: "The template is too long." }],
    );
  }
  if (text.trim() === "") {
    throw invalidField(
      "body",
      "The template is empty. Nothing was saved; write what the model is to be told.",
    );
  }
  const { faults } = readPlaceholders(text, variableNames);
  if (faults.length === 0) return text;
  const named = faults.slice(0, 10).map(({ message }) => message);
  const more = faults.length > 10 ? `; and ${faults.length - 10} more` : "";
  throw new BrightError(
    "invalid_input",
    `The template can't be saved: ${named.join("; ")}${more}. Nothing was saved and your text is still here; correct it and save again.`,
    faults.slice(0, 50).map(({ message }) => ({ field: "body", message })),
  );
}
