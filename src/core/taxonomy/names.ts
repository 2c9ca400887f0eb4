import { slugOfText } from "#/lib/slug.ts";

/** Two names are the same when only their case, spacing or width of letters differs. */
export function foldName(name: string): string {
  return name.normalize("NFKC").trim().replaceAll(/\s+/gu, " ").toLowerCase();
}

/** A key from a name that isn't taken yet: "first-timer", "first-timer-2". At most 80 characters. */
export function freeKey(name: string, taken: readonly string[]): string {
  const slug = slugOfText(name);
  const base = slug === "" || slug in Object.prototype ? `value${slug && `-${slug}`}` : slug;
  let key = base;
  for (let number = 2; taken.includes(key); number += 1) key = `${base}-${number}`;
  return key;
}

/** The labels and keys that a new name must not meet. */
export function findSameName<T extends { key: string; label: string }>(
  list: readonly T[],
  label: string,
  exceptKey?: string,
): T | undefined {
  const folded = foldName(label);
  return list.find((each) => each.key !== exceptKey && foldName(each.label) === folded);
}
