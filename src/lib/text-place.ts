/** Line and column of a place in a text, both from 1; columns are UTF-16 units, as editors count. */
export function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const breaks = [...before.matchAll(/\r\n?|\n/g)];
  const last = breaks.at(-1);
  return {
    line: breaks.length + 1,
    column: before.length - (last ? last.index + last[0].length : 0) + 1,
  };
}

/** What stands at a place, shortened for a sentence: up to the end of the line, at most 40 characters. */
export function excerptAt(text: string, offset: number): string {
  if (offset >= text.length) return "the end of the file";
  const line = /^[^\r\n]*/.exec(text.slice(offset, offset + 200))?.[0].trim() ?? "";
  if (line === "") return "the end of the line";
  return shorten(line, 40);
}

/** A text on one line, cut at a word where that is possible, with an ellipsis where something is missing. */
export function shorten(text: string, length: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= length) return flat;
  const cut = flat
    .slice(0, length - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, "");
  const word = cut.lastIndexOf(" ");
  return `${(word > length / 2 ? cut.slice(0, word) : cut).trimEnd()}…`;
}
