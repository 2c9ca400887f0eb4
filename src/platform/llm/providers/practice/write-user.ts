import { aim, partFor, type Scene } from "./scene.ts";
import { asSentence, MessageDraft } from "./sentences.ts";
import * as edge from "./edge-phrases.ts";
import * as middle from "./user-middle-phrases.ts";
import * as phrases from "./user-phrases.ts";
import { ownValue } from "#/lib/own-value.ts";

const lengths = {
  terse: [0.01, 0.1],
  plain: [0.06, 0.28],
  talkative: [0.16, 0.46],
} as const;

/** What the client writes in exchange `exchange` (from 0). */
export function writeUser(scene: Scene, exchange: number): string {
  const { material, random } = scene;
  const [from, to] = lengths[material.userVerbosity];
  const isLast = exchange === scene.exchanges - 1;
  const target = aim(material.userWords, from, isLast ? (from + to) / 2 : to, random);
  const draft = new MessageDraft(material.userWords[1]);
  const isEdge = material.tier === "edge_case";
  if (exchange === 0) (isEdge ? openEdge : open)(scene, draft);
  else if (isLast) close(scene, draft);
  else (isEdge ? goOnEdge : goOn)(scene, draft, exchange);
  fill(scene, draft, target, spareLists(scene, exchange, isLast));
  if (draft.wordCount === 0) draft.add(scene.source.take(phrases.shortReplies) ?? "Okay.");
  return draft.text;
}

/** What a message may be rounded off with: nobody raises a doubt in parting, or answers before being asked. */
function spareLists(scene: Scene, exchange: number, isLast: boolean): (readonly string[])[] {
  if (scene.material.tier === "edge_case") {
    return exchange === 0
      ? [edge.edgeOpenings, scene.feelings]
      : [edge.softenings, edge.edgeOpenings];
  }
  if (exchange === 0) return [phrases.storyStarts, middle.middleDoubts];
  if (isLast) return [middle.userClosings, middle.middleThoughts];
  return [middle.middleThoughts, middle.middleDoubts, middle.earlyAnswers];
}

/** Adds sentences until the message is long enough, turning from one list to the next. */
function fill(
  { source }: Scene,
  draft: MessageDraft,
  target: number,
  lists: readonly (readonly string[])[],
): void {
  let dry = 0;
  for (let turn = 0; draft.wordCount < target && dry < lists.length; turn += 1) {
    const added = draft.add(source.take(lists[turn % lists.length]));
    dry = added ? 0 : dry + 1;
  }
}

function open(scene: Scene, draft: MessageDraft): void {
  const { material, random, source } = scene;
  const isPersonal = material.tier === "template";
  const feeling = () => source.take(scene.feelings);
  const story = () => source.take(phrases.storyStarts);
  const matter = () =>
    source.say(asSentence(material.scenario?.situation ?? "")) ??
    source.take(scene.questions) ??
    source.take(phrases.topicFrames);
  const figures = () => {
    const said = isPersonal ? source.take(phrases.figures) : nextFact(scene);
    if (said && isPersonal) scene.figuresSaid = true;
    return said;
  };
  const introduction = () => (isPersonal ? source.take(phrases.introductions) : undefined);
  const orders = {
    question: [matter, feeling, introduction],
    story: [story, matter, feeling],
    feeling: [feeling, matter, introduction],
    numbers: [figures, matter, feeling],
    "small-talk": [() => source.take(phrases.smallTalk), feeling, matter],
  };
  for (const beat of orders[material.opener]) draft.add(beat());
  if (!isPersonal) draft.add(nextFact(scene));
  if (random.next() < 0.6)
    draft.add(source.take(ownValue(phrases.intents, material.labels["intent"]?.key ?? "")));
  if (scene.isLight && random.next() < 0.5) draft.add(source.take(phrases.userCheers));
}

function goOn(scene: Scene, draft: MessageDraft, exchange: number): void {
  const { random, source } = scene;
  if (exchange === 1) draft.add(source.take(middle.earlyAnswers));
  else if (!addShift(scene, draft, exchange)) draft.add(source.take(middle.middleThoughts));
  draft.add(nextFact(scene));
  const beats = random.shuffle([
    () => source.take(phrases.concernFrames, { concern: source.say(scene.concerns[exchange - 1]) }),
    () => askNext(scene),
    () => (exchange % 2 === 0 ? quirk(scene) : askNext(scene)),
    () => source.take(middle.middleDoubts),
  ]);
  draft.add(beats[0]?.() ?? beats[1]?.());
}

/** In the order of the story. */
function nextFact({ source, ownFacts }: Scene): string | undefined {
  for (const fact of ownFacts) {
    const said = source.say(fact);
    if (said) return said;
  }
  return undefined;
}

function askNext(scene: Scene): string | undefined {
  const { source } = scene;
  // A second question with figures of its own would contradict the first.
  const further = scene.questions.filter((candidate) => !/\d/.test(candidate));
  const question = source.take(further) ?? source.take(scene.asides.splice(0, 1));
  return question && source.take(phrases.questionFrames, { question });
}

function quirk({ source, patterns }: Scene): string | undefined {
  const pattern = source.say(patterns[0]);
  return pattern && source.take(phrases.patternFrames, { pattern: pattern.replace(/[.!]$/, "") });
}

function openEdge(scene: Scene, draft: MessageDraft): void {
  const { material, source } = scene;
  const situation = () => source.say(asSentence(material.edgeCase?.situation ?? ""));
  const feeling = () => source.take(scene.feelings);
  const before = () => source.take(edge.edgeOpenings);
  const orders = {
    question: [situation, before],
    story: [before, situation, before],
    feeling: [feeling, situation],
    numbers: [situation, feeling],
    "small-talk": [before, feeling, situation],
  };
  for (const beat of orders[material.opener]) draft.add(beat());
  if (draft.wordCount < material.userWords[0]) draft.add(before());
}

function goOnEdge(scene: Scene, draft: MessageDraft, exchange: number): void {
  const { material, source } = scene;
  const mayPush = exchange === 1 && material.edgeCase?.crisisLevel !== "high";
  if (mayPush) draft.add(source.take(edge.pushes));
  addShift(scene, draft, exchange);
  draft.add(source.take(edge.softenings));
}

function close(scene: Scene, draft: MessageDraft): void {
  const { material, source } = scene;
  addShift(scene, draft, scene.exchanges - 1);
  draft.add(
    source.take(material.tier === "edge_case" ? edge.boundaryUserClosings : middle.userClosings),
  );
}

/** The arc's own words for how the client moves, in the arc's order. */
function addShift(scene: Scene, draft: MessageDraft, exchange: number): boolean {
  const shifts = scene.material.arc?.clientShifts ?? [];
  const part = partFor(shifts, exchange - 1, Math.max(1, scene.exchanges - 1));
  return draft.add(
    part.length > 0 ? scene.source.say(asSentence(scene.random.pick(part))) : undefined,
  );
}
