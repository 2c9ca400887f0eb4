/** "key_terms" or "chunkType" -> "Key terms", "Chunk type". */
export function nameOfDimension(key: string): string {
  const words = key
    .replaceAll(/([a-z0-9])([A-Z])/gu, "$1 $2")
    .replaceAll(/[-_]+/gu, " ")
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A described dimension as a line of text, or null when it says nothing (empty, or the "-" of an export). */
export function textOfDimension(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") {
    const text = value.trim();
    return text === "" || text === "-" ? null : text;
  }
  if (Array.isArray(value)) {
    const parts = value.map(textOfDimension).filter((part) => part !== null);
    return parts.length > 0 ? parts.join(", ") : null;
  }
  const parts = Object.entries(value).flatMap(([key, each]) => {
    const text = textOfDimension(each);
    return text === null ? [] : [`${nameOfDimension(key)}: ${text}`];
  });
  return parts.length > 0 ? parts.join("; ") : null;
}

interface Described {
  dimensions: Record<string, unknown>;
}
export interface DimensionText {
  key: string;
  text: string;
}

/** What all passages share, said once, and for each passage what sets it apart. */
export function partDimensions(passages: readonly Described[]): {
  shared: DimensionText[];
  own: DimensionText[][];
} {
  const all = passages.map(({ dimensions }) =>
    Object.entries(dimensions).flatMap(([key, value]) => {
      const text = textOfDimension(value);
      return text === null ? [] : [{ key, text }];
    }),
  );
  const isIn = (list: readonly DimensionText[], { key, text }: DimensionText) =>
    list.some((each) => each.key === key && each.text === text);
  const shared = (all[0] ?? []).filter((each) => all.every((list) => isIn(list, each)));
  return { shared, own: all.map((list) => list.filter((each) => !isIn(shared, each))) };
}
