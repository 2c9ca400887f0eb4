import { notesOf, type Note } from "./notes.ts";
import { inFirstPerson, inSecondPerson } from "./own-words.ts";
import { midSentence, personSlots, SentenceSource } from "./sentences.ts";
import { attributeTexts, type Material } from "../../material.ts";
import { valenceOf } from "#/lib/emotions.ts";
import { createRandom, type Random } from "#/lib/random.ts";

/** Everything one conversation is put together from, cut into sentences. */
export interface Scene {
  material: Material;
  random: Random;
  source: SentenceSource;
  exchanges: number;
  /** The client doesn't come with bad news. */
  isLight: boolean;
  feelings: readonly string[];
  /** What the client asks; those that don't fit the drawn person are left out. */
  questions: readonly string[];
  /** One question that this kind of person likes to ask, whatever the topic; used up once asked. */
  asides: string[];
  concerns: readonly string[];
  patterns: readonly string[];
  /** A scenario's own facts: as the client tells them, and as the adviser gives them back. */
  ownFacts: readonly string[];
  backFacts: readonly string[];
  facts: readonly string[];
  steps: readonly string[];
  notes: readonly Note[];
  /** The client's pay and savings were said, so the adviser may use them. */
  figuresSaid: boolean;
  stepGiven: boolean;
}

/** Reads the material once. The seed and the take decide everything that chance decides. */
export function createScene(material: Material): Scene {
  const random = createRandom(`${material.seed} ${material.take}`);
  const list = (dimension: string, attribute: string) =>
    random.shuffle(attributeTexts(material, dimension, attribute));
  const { scenario, tier } = material;
  const description = scenario?.description ?? "";
  const told = inFirstPerson(description);
  const half = Math.ceil(told.length / 2);
  const isPersonal = tier === "template";
  const slots = {
    ...(isPersonal ? personSlots(material) : { name: material.person?.firstName || undefined }),
    topic: midSentence(material.labels["topic"]?.label ?? "") || undefined,
  };
  const questions = list("topic", "questions").filter((question) => fitsPerson(question, material));
  return {
    material,
    random,
    source: new SentenceSource(random, slots),
    exchanges: material.messageCount / 2,
    isLight: (labelValence(material) ?? -1) > 0,
    feelings: list("emotion", "opensWith"),
    questions: isPersonal ? questions : questions.filter((question) => !/\d/.test(question)),
    asides: isPersonal ? list("persona", "typicalQuestions").slice(0, 1) : [],
    concerns: list("persona", "concerns").map(midSentence),
    patterns: list("persona", "languagePatterns"),
    ownFacts: told.slice(0, half),
    backFacts: inSecondPerson(description).slice(half),
    facts: list("topic", "facts"),
    steps: list("topic", "steps"),
    notes: notesOf(material, random),
    figuresSaid: false,
    stepGiven: false,
  };
}

function labelValence({ labels }: Material): number | undefined {
  const own = labels["emotion"]?.attributes["valence"];
  return typeof own === "number" ? own : valenceOf(labels["emotion"]?.key ?? "");
}

/** "I'm 63" isn't asked by somebody of 31. */
function fitsPerson(question: string, { person }: Material): boolean {
  if (!person) return true;
  const ages = [...question.matchAll(/\bI(?:'m|’m| am) (\d{2})\b|\bat (\d{2})\?/g)];
  return ages.every(([, now, then]) => Math.abs(Number(now ?? then) - person.age) <= 3);
}

/** The part of an ordered list that belongs to this exchange: an arc's phrases follow the arc. */
export function partFor<T>(list: readonly T[], exchange: number, exchanges: number): T[] {
  const from = Math.floor((exchange * list.length) / exchanges);
  const to = Math.max(from + 1, Math.floor(((exchange + 1) * list.length) / exchanges));
  return list.slice(from, to);
}

/** Words to aim at: a share of the band, within it. */
export function aim(
  [low, high]: readonly [number, number],
  from: number,
  to: number,
  random: Random,
): number {
  const room = Math.max(0, high - low);
  return Math.round(low + room * (from + (to - from) * random.next()));
}
