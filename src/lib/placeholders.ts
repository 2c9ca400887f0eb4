/** One `{{name}}` of a text: offsets in UTF-16 units, `end` behind the closing braces. */
export interface Placeholder {
  name: string;
  start: number;
  end: number;
}

/** What is wrong with one place of a text, with line and column from 1. */
export interface PlaceholderFault {
  start: number;
  end: number;
  line: number;
  column: number;
  /** Half a sentence: 'line 3: a "{{" is never closed'. */
  message: string;
}

/**
 * Reads the placeholders of a text in one pass from its start. A placeholder stands on one line and holds
 * no other brace: one inside another is a fault, and so are braces that open or close alone.
 * @param known the names that can be filled; any name will do where it is left out.
 */
export function readPlaceholders(
  text: string,
  known?: readonly string[],
): { placeholders: Placeholder[]; faults: PlaceholderFault[] } {
  const placeholders: Placeholder[] = [];
  const faults: PlaceholderFault[] = [];
  const lineAt = lineCounter(text);
  const fault = (start: number, end: number, what: string) => {
    const { line, column } = lineAt(start);
    faults.push({ start, end, line, column, message: `line ${line}: ${what}` });
  };
  let at = 0;
  for (;;) {
    const open = text.indexOf("{{", at);
    const close = text.indexOf("}}", at);
    if (open === -1 && close === -1) break;
    if (open === -1 || (close !== -1 && close < open)) {
      fault(close, close + 2, `a "}}" was never opened (for braces as text, write "} }")`);
      at = close + 2;
      continue;
    }
    const found = readAt(text, open);
    if (found.kind === "unclosed") {
      fault(open, open + 2, `a "{{" is never closed (for braces as text, write "{ {")`);
    } else if (found.kind === "nested") {
      fault(open, found.end, "a placeholder stands inside another; write one after the other");
    } else if (found.name === "") {
      fault(open, found.end, "{{}} is no placeholder: it names nothing");
    } else if (/[{}]/.test(found.name)) {
      fault(open, found.end, "a placeholder has two braces on each side and none within");
    } else {
      placeholders.push({ name: found.name, start: open, end: found.end });
      if (known && !known.includes(found.name)) {
        const near = nearest(found.name, known);
        const hint = near ? `; did you mean {{${near}}}?` : "";
        fault(open, found.end, `{{${found.name}}} is no placeholder that can be filled${hint}`);
      }
    }
    at = found.end;
  }
  return { placeholders, faults };
}

type Found =
  | { kind: "closed"; name: string; end: number }
  | { kind: "nested"; end: number }
  | { kind: "unclosed"; end: number };

function readAt(text: string, open: number): Found {
  const lineEnd = orEnd(text.indexOf("\n", open), text);
  const line = text.slice(0, lineEnd);
  const close = line.indexOf("}}", open + 2);
  if (close === -1) return { kind: "unclosed", end: open + 2 };
  const inner = line.indexOf("{{", open + 2);
  if (inner === -1 || inner > close) {
    return { kind: "closed", name: line.slice(open + 2, close).trim(), end: close + 2 };
  }
  const outerClose = line.indexOf("}}", close + 2);
  const nextOpen = line.indexOf("{{", close + 2);
  const isNested = outerClose !== -1 && (nextOpen === -1 || outerClose < nextOpen);
  return isNested ? { kind: "nested", end: outerClose + 2 } : { kind: "unclosed", end: inner };
}

function orEnd(place: number, text: string): number {
  return place === -1 ? text.length : place;
}

/** Line and column of places that are asked for in rising order. */
function lineCounter(text: string): (place: number) => { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  return (place) => {
    for (;;) {
      const next = text.indexOf("\n", lineStart);
      if (next === -1 || next >= place) break;
      line += 1;
      lineStart = next + 1;
    }
    return { line, column: place - lineStart + 1 };
  };
}

/** The known name that a slip of one or two keys may have meant. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const close = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= Math.min(2, name.length - 1))
    .toSorted((one, other) => one.distance - other.distance);
  return close[0]?.candidate;
}

/** Levenshtein's distance; 3 stands for "3 or more". */
function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return 3;
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(3, row[other.length] ?? 3);
}
