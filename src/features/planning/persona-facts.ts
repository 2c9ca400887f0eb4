import { formatWholeMoney } from "#/lib/format.ts";

type Attributes = Record<string, unknown>;

/** What a card shows of a persona. Attributes are a project's own, so each of them may be missing or odd. */
export interface PersonaFacts {
  archetype: string | null;
  /** "Age 24–33", "$38,000–$64,000 a year": one short line. */
  inBrief: string[];
  background: string | null;
  /** Named sentences. */
  traits: { name: string; text: string }[];
  /** Named lists: what they ask, worry about, say. */
  lists: { name: string; items: string[] }[];
}

export function personaFactsOf(attributes: Attributes, currency: string): PersonaFacts {
  const age = rangeOf(attributes.ageRange);
  const income = rangeOf(attributes.incomeRange);
  return {
    archetype: textOf(attributes.archetype),
    inBrief: [
      age && `Age ${between(age, String)}`,
      income && `${between(income, (units) => formatWholeMoney(units, currency))} a year`,
    ].filter((part) => part !== null),
    background: textOf(attributes.background),
    traits: named([
      ["Knowledge", textOf(attributes.knowledgeLevel)],
      ["Mood", textOf(attributes.emotionalBaseline)],
      ["Way of writing", textOf(attributes.communicationStyle)],
      ["Way of deciding", textOf(attributes.decisionStyle)],
    ]),
    lists: [
      { name: "Asks", items: listOf(attributes.typicalQuestions) },
      { name: "Worries about", items: listOf(attributes.concerns) },
      { name: "Says", items: listOf(attributes.languagePatterns) },
      { name: "Works as", items: listOf(attributes.occupations ?? attributes.occupation) },
    ].filter(({ items }) => items.length > 0),
  };
}

function named(pairs: [string, string | null][]): PersonaFacts["traits"] {
  return pairs.flatMap(([name, text]) =>
    text === null ? [] : [{ name, text: capitalised(text) }],
  );
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** A list of texts; a single text is a list of one. */
export function listOf(value: unknown): string[] {
  if (!Array.isArray(value)) {
    const text = textOf(value);
    return text === null ? [] : [text];
  }
  return value.map(textOf).filter((text) => text !== null);
}

function rangeOf(value: unknown): [number, number] | null {
  if (!Array.isArray(value)) return null;
  const [low, high]: unknown[] = value;
  return typeof low === "number" && typeof high === "number" ? [low, high] : null;
}

/** "24–33", or "24" when both ends are the same. */
export function between(
  [low, high]: readonly [number, number],
  show: (n: number) => string,
): string {
  return low === high ? show(low) : `${show(low)}–${show(high)}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
