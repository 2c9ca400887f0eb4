import * as phrases from "./assistant-phrases.ts";
import * as middle from "./assistant-middle-phrases.ts";
import * as endings from "./closing-phrases.ts";
import * as edge from "./edge-phrases.ts";
import { aim, partFor, type Scene } from "./scene.ts";
import { asSentence, MessageDraft } from "./sentences.ts";
import { shortReplies } from "./user-phrases.ts";
import { ownValue } from "#/lib/own-value.ts";

/** What the adviser answers in exchange `exchange` (from 0). */
export function writeAssistant(scene: Scene, exchange: number): string {
  const { material, random, source } = scene;
  const isLast = exchange === scene.exchanges - 1;
  const isEdge = material.tier === "edge_case";
  const target = aim(material.assistantWords, 0.04, isLast || exchange === 0 ? 0.16 : 0.3, random);
  const draft = new MessageDraft(material.assistantWords[1]);
  const script = isEdge ? edgeScript : adviceScript;
  const { body, spare, end } = script(scene, exchange, isLast);
  for (const beat of body) draft.add(beat());
  // The last sentence is drawn first, so that it always finds room.
  const last = end();
  let dry = 0;
  for (let turn = 0; draft.wordCount < target - 12 && dry < spare.length; turn += 1) {
    dry = draft.add(spare[turn % spare.length]?.()) ? 0 : dry + 1;
  }
  draft.add(last);
  for (const list of [middle.insights, middle.middleLeads]) {
    while (draft.wordCount < material.assistantWords[0] && draft.add(source.take(list)));
  }
  if (draft.wordCount === 0) draft.add(source.take(shortReplies) ?? "Okay.");
  return draft.text;
}

type Beat = () => string | undefined;
interface Script {
  body: Beat[];
  /** Taken in turn until the message is long enough. */
  spare: Beat[];
  end: Beat;
}

function adviceScript(scene: Scene, exchange: number, isLast: boolean): Script {
  const { material, random, source } = scene;
  const phrase = arcPhrase(scene, exchange);
  const insight = () => source.take(middle.insights);
  const knowledge = () => tellNote(scene) ?? tellFact(scene);
  if (exchange === 0) {
    const leads = scene.isLight ? phrases.earlyLeadsLight : phrases.earlyLeadsHeavy;
    const tone = ownValue(phrases.tones, material.labels["tone"]?.key ?? "");
    const body = [() => source.take(leads), phrase, () => giveBack(scene)];
    if (random.next() < 0.5) body.splice(1, 0, () => source.take(tone));
    return {
      body: random.next() < 0.3 ? [phrase, ...body] : body,
      spare: [() => principle(scene), phrase, insight],
      end: () => source.take(phrases.earlyQuestions),
    };
  }
  if (isLast) {
    const outcome = material.labels["outcome"]?.key ?? "other";
    return {
      body: [
        () => source.take(endings.lateLeads),
        phrase,
        () => (scene.stepGiven ? undefined : step(scene)),
      ],
      spare: [phrase, insight],
      end: () =>
        source.take(ownValue(endings.closings, outcome)) ?? source.take(endings.closings["other"]),
    };
  }
  const lead: Beat = () => source.take(middle.middleLeads);
  const beats = random.next() < 0.55 ? [lead, knowledge, phrase] : [phrase, knowledge];
  const isPenultimate = exchange === scene.exchanges - 2;
  return {
    body: [...beats, () => (isPenultimate ? step(scene) : giveBack(scene))],
    spare: random.shuffle([insight, phrase, knowledge, () => principle(scene)]),
    end: () =>
      isPenultimate || random.next() < 0.3 ? insight() : source.take(middle.middleQuestions),
  };
}

/** No facts, no steps and no passages here: nothing in it may be advice on the topic. */
function edgeScript(scene: Scene, exchange: number, isLast: boolean): Script {
  const { material, source } = scene;
  const phrase = arcPhrase(scene, exchange);
  const support: Beat = () => source.take(edge.supporting);
  const referrals = referralsOf(material.edgeCase?.referral ?? []);
  const isGrave = material.edgeCase?.crisisLevel === "high";
  if (exchange === 0) {
    const family = ownValue(edge.recognitions, material.edgeCase?.family ?? "");
    return {
      body: [
        () => source.take(family) ?? source.take(edge.plainRecognitions),
        phrase,
        () => source.take(edge.referralFrames, { referral: inOneSentence(referrals) }),
        () => (isGrave ? source.take(edge.safetyQuestions) : undefined),
      ],
      spare: [support, phrase],
      end: support,
    };
  }
  const reminder: Beat = () =>
    source.take(edge.referralReminders, { referral: referrals[(exchange - 1) % referrals.length] });
  if (isLast) {
    return {
      body: [phrase, reminder],
      spare: [support, phrase],
      end: () => source.take(edge.boundaryClosings),
    };
  }
  const hold: Beat = () => source.take(edge.holding);
  const mayPush = exchange === 1 && !isGrave;
  return {
    body: mayPush ? [hold, phrase] : [phrase, exchange % 2 === 0 ? reminder : support],
    spare: mayPush ? [support, phrase, hold] : [support, phrase],
    end: () => source.take(edge.boundaryQuestions),
  };
}

/** The arc's phrases in the arc's order, one more at each call as long as this exchange has some. */
function arcPhrase(scene: Scene, exchange: number): Beat {
  const part = scene.random.shuffle(
    partFor(scene.material.arc?.phrases ?? [], exchange, scene.exchanges),
  );
  return () => scene.source.say(asSentence(part.shift() ?? ""));
}

function tellFact({ source, facts }: Scene): string | undefined {
  const fact = source.take(facts);
  return fact && source.take(phrases.factFrames, { fact: asSentence(fact) });
}

function tellNote({ source, notes }: Scene): string | undefined {
  for (const { heading, note } of notes) {
    if (!source.say(note)) continue;
    return source.take(phrases.noteFrames, { heading, note });
  }
  return undefined;
}

function giveBack(scene: Scene): string | undefined {
  const { source, backFacts } = scene;
  const fact = source.take(backFacts);
  if (fact) return source.take(phrases.backFrames, { fact });
  if (!scene.figuresSaid) return undefined;
  scene.figuresSaid = false;
  return source.take(phrases.backFigures);
}

function step(scene: Scene): string | undefined {
  const { source, steps } = scene;
  const next = source.take(steps) ?? source.take(phrases.plainSteps);
  if (!next) return undefined;
  scene.stepGiven = true;
  return source.take(phrases.stepFrames, { step: asSentence(next) });
}

function principle({ material, source, random }: Scene): string | undefined {
  // What a business says about its clients isn't said to one.
  const own = material.voice.principles.filter((text) => !/\bclients?\b/i.test(text));
  if (own.length === 0 || random.next() < 0.4) return undefined;
  const rule = source.say(asSentence(random.pick(own)));
  return rule && source.take(phrases.principleFrames, { principle: rule });
}

/** "The client's own doctor" is said to the client as "your own doctor". */
function referralsOf(list: readonly string[]): string[] {
  const named = list
    .map((referral) =>
      referral
        .trim()
        .replace(/\bthe client's\b/gi, "your")
        .replace(/\bthe client\b/gi, "you")
        .replace(/^(?:A|An|The)\b/, (article) => article.toLowerCase())
        .replace(/\.$/, ""),
    )
    .filter((referral) => referral !== "");
  return named.length > 0 ? named : [edge.unnamedReferral];
}

function inOneSentence(referrals: readonly string[]): string {
  if (referrals.length === 1) return referrals[0] ?? "";
  return `${referrals.slice(0, -1).join("; ")}; and ${referrals.at(-1) ?? ""}`;
}
