/**
 * The text as Postgres can hold it, character for character: without NUL, and with U+FFFD in the
 * place of each half of a broken pair. Hashes are made of this, so that they fit what is read back.
 */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

/** The same for every text (and key) inside a JSON value. */
export function storableJson<T>(value: T): T {
  return JSON.parse(storableEscapes(JSON.stringify(value))) as T;
}

/** JSON.stringify writes NUL and broken pairs as escapes; a doubled backslash before one is text. */
function storableEscapes(json: string): string {
  return json.replace(/\\(?:u([0-9a-f]{4})|.)/g, (escape, code: string | undefined) => {
    if (code === "0000") return "";
    return code?.startsWith("d") ? "\uFFFD" : escape;
  });
}
