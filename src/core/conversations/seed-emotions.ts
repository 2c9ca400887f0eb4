import type { Emotions } from "./schema.ts";

/**
 * Valence in words as a number, -1..1: negative -0.6, positive 0.6, neutral and mixed 0, mixed that
 * leans to one side ±0.3, "very" or "strongly" ±0.85; what follows "but" lifts a negative one by 0.2.
 * @returns undefined for words that say nothing of the kind.
 */
export function valenceOfWords(words: string): number | undefined {
  const [main = "", but] = words.toLowerCase().split(/[_\s-]+but[_\s-]+/);
  const has = (pattern: RegExp) => pattern.test(main.replaceAll(/[_-]/g, " "));
  const sign = has(/\bnegative\b/) ? -1 : has(/\bpositive\b/) ? 1 : 0;
  if (sign === 0) return has(/\b(?:neutral|mixed)\b/) ? 0 : undefined;
  const size = has(/\bmixed\b/) ? 0.3 : has(/\b(?:very|strong|strongly|highly)\b/) ? 0.85 : 0.6;
  const lift = but !== undefined && sign < 0 ? 0.2 : 0;
  return Math.round((sign * size + lift) * 100) / 100;
}

/**
 * The emotions of one message out of a file, with names in snake_case or camelCase; what is out of its
 * range or of another type is left out. @returns null where no primary emotion is named.
 */
export function readEmotions(value: unknown): Emotions | null {
  if (typeof value === "string") return readEmotions({ primary: value });
  if (typeof value !== "object" || value === null) return null;
  const fields = new Map(Object.entries(value));
  const word = (name: string) => {
    const found = fields.get(name);
    return typeof found === "string" && found.trim() !== ""
      ? found.trim().slice(0, 120)
      : undefined;
  };
  const share = (name: string, low = 0): number | undefined => {
    const found =
      fields.get(name) ??
      fields.get(name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
    return typeof found === "number" && found >= low && found <= 1 ? found : undefined;
  };
  const primary = word("primary");
  if (primary === undefined) return null;
  const words = word("valence");
  const emotions = {
    primary,
    primaryConfidence: share("primary_confidence"),
    secondary: word("secondary"),
    secondaryConfidence: share("secondary_confidence"),
    tertiary: word("tertiary"),
    tertiaryConfidence: share("tertiary_confidence"),
    intensity: share("intensity"),
    valence: words === undefined ? share("valence", -1) : valenceOfWords(words),
  };
  return JSON.parse(JSON.stringify(emotions)) as Emotions;
}
