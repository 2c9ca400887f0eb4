import { sentencesOf } from "./own-words.ts";
import { midSentence } from "./sentences.ts";
import { asides } from "./assistant-phrases.ts";
import type { Material } from "../../material.ts";
import type { Random } from "#/lib/random.ts";
import { countWords } from "#/lib/words.ts";

/** One sentence of a document, told and not recited. */
export interface Note {
  heading: string;
  note: string;
}

const SHORTEST = 8;
const LONGEST = 30;
/** A passage isn't recited for more words in a row than this; an aside goes between. */
const RECITED = 15;

/** The sentences of the grounding passages that can be told on their own, from each passage in turn. */
export function notesOf({ chunks }: Material, random: Random): Note[] {
  const turn = random.shuffle(asides);
  let asideCount = 0;
  const perChunk = chunks.map(({ heading, content }) => {
    const name = plainText(heading)
      .replace(/^[\d.)\s]+/, "")
      .replace(/[.:!?]+$/, "");
    const sentences = sentencesOf(proseOf(content)).filter(isWhole);
    return sentences.flatMap((sentence) => {
      const aside = turn[asideCount++ % turn.length] ?? "";
      const told = tell(sentence, aside);
      return told === undefined || name === "" ? [] : [{ heading: `"${name}"`, note: told }];
    });
  });
  const longest = Math.max(0, ...perChunk.map((notes) => notes.length));
  return Array.from({ length: longest }, (_, row) => perChunk.map((notes) => notes[row]))
    .flat()
    .filter((note) => note !== undefined);
}

/** Paragraphs only: tables, lists, headings and code don't read aloud. */
function proseOf(markdown: string): string {
  return (
    markdown
      .replace(/```[\s\S]*?```/g, "")
      .split("\n")
      .filter((line) => !/^\s*(?:[-*+>|#]|\d+[.)]\s)/.test(line) && !line.includes("|"))
      .map(plainText)
      .join("\n")
      .split(/\n\s*\n/)
      // The line before a list or table points at what was taken out.
      .filter((paragraph) => !paragraph.trim().endsWith(":"))
      .join(" ")
  );
}

function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`#]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Says a whole thing, with no pointing to what stands elsewhere and nobody who isn't in the room. */
function isWhole(sentence: string): boolean {
  const words = countWords(sentence);
  return (
    words >= SHORTEST &&
    words <= LONGEST &&
    /[.。]$/u.test(sentence) &&
    !/["“”{}<>]/.test(sentence) &&
    !/\b(?:this|these|those|above|below|following|he|she|him|her|his|they|them|their|table|chapter|section|clients?)\b/i.test(
      sentence,
    ) &&
    !/^(?:It|That|But|And|So|Then|Also|Both|Here|There|Such|Neither|Either|First|Second|Third|Next)\b/.test(
      sentence,
    )
  );
}

function tell(sentence: string, aside: string): string | undefined {
  const lowered = midSentence(sentence);
  const words = countWords(sentence);
  if (words <= RECITED) return `${lowered}.`;
  const joints = [
    ...lowered.matchAll(
      /,\s+(?=(?:and|but|or|so|because|which|where|while|when|if|since|not|never)\b)/g,
    ),
  ];
  for (const { 0: comma, index } of joints) {
    const before = lowered.slice(0, index);
    const after = lowered.slice(index + comma.length);
    if (Math.max(countWords(before), countWords(after)) > RECITED) continue;
    return `${before}, ${aside} ${after}.`;
  }
  return undefined;
}
