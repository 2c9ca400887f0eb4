import { ownValue } from "#/lib/own-value.ts";

/**
 * Sentences about "the client" turned into what the client says of himself, or what the adviser says to
 * him. Only sentences whose grammar is plain are turned; others are left out rather than garbled.
 */
export function inFirstPerson(description: string): string[] {
  return sentencesOf(description).flatMap((sentence) => turn(sentence, ["I", "me", "my"]));
}

/** The same, spoken to the client. */
export function inSecondPerson(description: string): string[] {
  return sentencesOf(description).flatMap((sentence) => turn(sentence, ["you", "you", "your"]));
}

/** Cuts running text into sentences; points inside numbers and short abbreviations don't end one. */
export function sentencesOf(text: string): string[] {
  const flat = text.replace(/\s+/g, " ").trim();
  const ends =
    /(?<!\b(?:Mr|Ms|Mrs|Dr|St|No(?=\.\s\d)|vs|approx|e\.g|i\.e|U\.S))[.!?…]["”’')]*(?=\s+["“‘(]?[\p{Lu}\p{N}$€£])|[。！？]/gu;
  const sentences: string[] = [];
  let start = 0;
  for (const end of flat.matchAll(ends)) {
    const stop = end.index + end[0].length;
    sentences.push(flat.slice(start, stop).trim());
    start = stop;
  }
  sentences.push(flat.slice(start).trim());
  return sentences.filter((sentence) => sentence !== "");
}

/** Others in the story would be confused with the speakers. */
const otherPeople =
  /\b(?:they|them|their|he|him|his|she|her|hers|owner|couple|advis[eo]r|client's \w+ and)\b/i;
const verbs: Record<string, string> = { has: "have", is: "am", was: "was", does: "do", goes: "go" };

function turn(sentence: string, [subject, object, owner]: [string, string, string]): string[] {
  if (otherPeople.test(sentence)) return [];
  const turned = sentence
    .replace(/\b(?:the|a) (?=(?:spouse|husband|wife|partner)\b)/gi, `${owner} `)
    .replace(/\b(?:the|a|an older|an) client's own\b/gi, `${owner} own`)
    .replace(/\b(?:the|a|an older|an) client's\b/gi, owner)
    .replace(
      /\b(?:The|A|An older) client (\w+)/g,
      (_, verb: string) => `${subject} ${agree(verb, subject)}`,
    )
    .replace(
      /([,;] |\b(?:and|but|that|where|while|when) )the client (\w+s)\b/g,
      (_, before: string, verb: string) => `${before}${subject} ${agree(verb, subject)}`,
    )
    .replace(/\bthe client\b(?=(?: \$|[.,;]| with| in| at| to| a\b| an\b|$))/g, object);
  if (/\bclient\b/i.test(turned)) return [];
  return [turned.charAt(0).toUpperCase() + turned.slice(1)];
}

function agree(verb: string, subject: string): string {
  if (verb === "is") return subject === "I" ? "am" : "are";
  if (verb === "was") return subject === "I" ? "was" : "were";
  const known = ownValue(verbs, verb);
  if (known) return known;
  if (/(?:ches|shes|sses|xes|zes)$/.test(verb)) return verb.slice(0, -2);
  if (/[^aeiou]ies$/.test(verb)) return `${verb.slice(0, -3)}y`;
  if (/[^s]s$/.test(verb)) return verb.slice(0, -1);
  return verb;
}
