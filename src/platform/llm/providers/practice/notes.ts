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
  const perChunk = chunks.map(({ heading, content }) =>
    sectionsOf(heading, content).flatMap(({ name, citation, text }) =>
      sentencesOf(proseOf(text)).flatMap((sentence, place) => {
        if (name === "" || !isWhole(sentence)) return [];
        // The heading and a section's first sentence stand in a row in the document too.
        const room = RECITED - (place === 0 ? countWords(name) : 0);
        const told = tell(sentence, turn[asideCount++ % turn.length] ?? "", room);
        return told === undefined ? [] : [{ heading: citation, note: told }];
      }),
    ),
  );
  const longest = Math.max(0, ...perChunk.map((notes) => notes.length));
  return Array.from({ length: longest }, (_, row) => perChunk.map((notes) => notes[row]))
    .flat()
    .filter((note) => note !== undefined);
}

interface Section {
  name: string;
  citation: string;
  text: string;
}

/** A passage may hold several short sections; each is cited by its own heading. */
function sectionsOf(heading: string, content: string): Section[] {
  const path = (heading.split(" · ")[0] ?? "").split(" > ");
  const title = path.length > 1 ? spokenName(path[0] ?? "") : "";
  const [before = "", ...rest] = content.split(/^#{1,6}[ \t]+(.+)$/m);
  const sections = [sectionOf(title, path.at(-1) ?? "", before)];
  for (let at = 0; at + 1 < rest.length; at += 2) {
    sections.push(sectionOf(title, rest[at] ?? "", rest[at + 1] ?? ""));
  }
  return sections;
}

/** Cited by the heading alone; one that many documents could have ("Closing") says which it is from. */
function sectionOf(title: string, heading: string, text: string): Section {
  const name = spokenName(heading);
  const helps = title !== "" && title !== name && countWords(name) <= 3 && countWords(title) <= 6;
  return { name, citation: helps ? `"${name}" from "${title}"` : `"${name}"`, text };
}

/** Without marks, number and end mark: "2. **Minimums** on automatic" is "Minimums on automatic". */
function spokenName(heading: string): string {
  return plainText(heading)
    .replace(/^[\d.)\s]+/, "")
    .replace(/[.:!?]+$/, "");
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

/** @param room words that may be recited before the first aside. */
function tell(sentence: string, aside: string, room: number): string | undefined {
  const lowered = midSentence(sentence);
  const words = countWords(sentence);
  if (words <= room) return `${lowered}.`;
  const joints = [
    ...lowered.matchAll(
      /,\s+(?=(?:and|but|or|so|because|which|where|while|when|if|since|not|never)\b)/g,
    ),
  ];
  for (const { 0: comma, index } of joints) {
    const before = lowered.slice(0, index);
    const after = lowered.slice(index + comma.length);
    if (countWords(before) > room || countWords(after) > RECITED) continue;
    return `${before}, ${aside} ${after}.`;
  }
  return undefined;
}
