import type { Material } from "../../material.ts";
import { countWords } from "#/lib/words.ts";
import type { Random } from "#/lib/random.ts";

export type Slots = Record<string, string | undefined>;

/**
 * Hands out sentences, none of them twice in a conversation: each list is shuffled once and used up from
 * its beginning. A sentence with a slot that can't be filled is passed over.
 */
export class SentenceSource {
  private readonly queues = new Map<readonly string[], string[]>();
  private readonly said = new Set<string>();
  private readonly random: Random;
  private readonly slots: Slots;

  constructor(random: Random, slots: Slots) {
    this.random = random;
    this.slots = slots;
  }

  /** The next unsaid sentence of a list, its slots filled; undefined when there is none left. */
  take(list: readonly string[] | undefined, more: Slots = {}): string | undefined {
    if (!list) return undefined;
    const queue = this.queues.get(list) ?? this.random.shuffle(list);
    this.queues.set(list, queue);
    const slots = { ...this.slots, ...more };
    for (const [place, pattern] of queue.entries()) {
      const sentence = fillSlots(pattern, slots);
      if (sentence === undefined || this.said.has(key(sentence))) continue;
      queue.splice(place, 1);
      this.said.add(key(sentence));
      return sentence;
    }
    return undefined;
  }

  /** The given sentence, unless it was said before. */
  say(sentence: string | undefined): string | undefined {
    const clean = sentence?.trim();
    if (!clean || this.said.has(key(clean))) return undefined;
    this.said.add(key(clean));
    return clean;
  }
}

/** Text that slots are filled with must not be read as a pattern again. */
function fillSlots(pattern: string, slots: Slots): string | undefined {
  let missing = false;
  const filled = pattern.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = slots[name];
    if (!value) missing = true;
    return value ?? "";
  });
  return missing ? undefined : filled;
}

function key(sentence: string): string {
  return sentence
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** A message in the making: sentences joined by a space, kept inside a band of words. */
export class MessageDraft {
  private readonly sentences: string[] = [];
  private words = 0;
  private readonly highest: number;

  constructor(highest: number) {
    this.highest = highest;
  }

  /** Adds the sentence if it fits below the band's upper end. @returns whether it was added. */
  add(sentence: string | undefined): boolean {
    if (!sentence) return false;
    const words = countWords(sentence);
    if (this.words + words > this.highest) return false;
    this.sentences.push(sentence);
    this.words += words;
    return true;
  }

  get wordCount(): number {
    return this.words;
  }

  get text(): string {
    return this.sentences.join(" ");
  }
}

/** Ends a fragment as a sentence and begins it with a capital, where its script has capitals. */
export function asSentence(text: string, end = "."): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const capital = trimmed.charAt(0).toLocaleUpperCase() + trimmed.slice(1);
  return /[.!?…。！？]["'”’)]?$/u.test(capital) ? capital : capital + end;
}

/** "Losing money" -> "losing money", for the middle of a sentence; "I" and "IRA" stay. */
export function midSentence(text: string): string {
  const trimmed = text.trim().replace(/[.。]$/u, "");
  return /^\p{Lu}(?:\p{Ll}|\s(?!'))/u.test(trimmed) && !/^I(?:\s|')/.test(trimmed)
    ? trimmed.charAt(0).toLocaleLowerCase() + trimmed.slice(1)
    : trimmed;
}

/** What slots can be filled with from the drawn person: "a dental hygienist", "$52,000". */
export function personSlots({ person, language, currency }: Material): Slots {
  if (!person) return {};
  const money = (amount: number) => formatMoney(amount, language, currency);
  const occupation = person.occupation.trim();
  return {
    name: person.firstName || undefined,
    age: String(person.age),
    "a occupation": occupation ? `${articleOf(occupation)} ${occupation}` : undefined,
    income: money(person.income),
    savings: person.savings > 0 ? money(person.savings) : undefined,
    monthly: money(Math.round(person.income / 1200) * 100),
  };
}

function articleOf(noun: string): string {
  if (/^owner\b/i.test(noun)) return "the";
  return /^[aeiou]/i.test(noun) && !/^uni|^use|^eu/i.test(noun) ? "an" : "a";
}

function formatMoney(amount: number, language: string, currency: string): string {
  try {
    return new Intl.NumberFormat(language, {
      style: "currency",
      currency,
      maximumFractionDigits: 0,
    }).format(amount);
  } catch {
    return `${amount.toLocaleString("en")} ${currency}`;
  }
}
