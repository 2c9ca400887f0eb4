/** A cell that a spreadsheet would take for a formula, with the apostrophes before it that escape one. */
const formula = /^'*[=+\-@\t\r]/;

/** Puts an apostrophe before what a spreadsheet would run. `unescapeCell` takes it off again. */
export function escapeCell(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

export function unescapeCell(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}

/**
 * An attribute as a cell: text as it is; anything else, and text that would read as such or lose its line
 * ends, as JSON. Absent: empty.
 */
export function attributeCell(value: unknown): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return JSON.stringify(value);
  return value === "" || value.includes("\r") || isJson(value) ? JSON.stringify(value) : value;
}

/** The attribute of a cell; undefined for an empty one. */
export function attributeOf(cell: string): unknown {
  if (cell === "") return undefined;
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return cell;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
