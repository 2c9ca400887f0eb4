import { messageCountsOf } from "./check-plan-input.ts";
import { createArcChooser, arcFits, suitsPersona } from "./choose-arc.ts";
import { createPersonDrawer } from "./draw-person.ts";
import { dimensionOf, drawnCounts, labelOf, type PlanMaterial } from "./plan-material.ts";
import { createChunkChooser } from "./rank-chunks.ts";
import { rowTitle } from "./row-title.ts";
import type { PlannedRow } from "./schema.ts";
import { spreadValues } from "./spread-values.ts";
import {
  type DraftRow,
  planEmotion,
  suitableEmotions,
  suitablePersonas,
} from "./suitable-values.ts";
import { apportion, shareOutRest } from "./apportion.ts";
import { type RowPlan, rowPlanSchema } from "../conversations/schema.ts";
import { type Arc, type Labels, type Tier, tiers } from "../taxonomy/schema.ts";
import type { Random } from "#/lib/random.ts";
import { sum } from "#/lib/sum.ts";

const letters: Record<Tier, string> = { template: "T", scenario: "S", edge_case: "E" };
const HIGHEST_SEED = 2_147_483_647;

/** Gives labelled drafts all that their text will be written from: arc, people, lengths, passages, title. */
export function finishRows(
  material: PlanMaterial,
  drafts: readonly DraftRow[],
  random: Random,
): PlannedRow[] {
  const draw = createDrawers(material, random);
  const oddPair = createOddPairs(material);
  const { userVerbosity, opener: openers } = rowPlanSchema.shape;
  const verbosity = spreadStyle(material, "userVerbosity", userVerbosity.options, drafts, random);
  const opener = spreadStyle(material, "opener", openers.options, drafts, random);
  const inOrder = tiers.flatMap((tier) =>
    random.shuffle([...drafts.keys()].filter((row) => drafts[row]?.tier === tier)),
  );
  const numbers = { ...material.nextNumber };
  return inOrder.flatMap((row) => {
    const draft = drafts[row];
    if (!draft) return [];
    const arc = draw.arc(draft);
    const grounding = draw.chunks(draft);
    const labels: Labels = { ...draft.labels, tier: draft.tier };
    if (grounding.category) labels["content_category"] = grounding.category;
    const odd = oddPair(draft, arc);
    const plan: RowPlan = {
      seed: random.integer(0, HIGHEST_SEED),
      ...(arc && { arc: arc.key }),
      ...(draft.scenario && { scenario: draft.scenario.key }),
      ...(draft.edgeCase && { edgeCase: draft.edgeCase.key }),
      messageCount: draw.messageCount(draft.tier, arc),
      userVerbosity: verbosity[row] ?? "plain",
      opener: opener[row] ?? "question",
      person: draw.person(draft.labels["persona"] ?? ""),
      ...(odd !== undefined && { oddPair: odd }),
    };
    const number = numbers[draft.tier]++;
    return [
      {
        reference: `${letters[draft.tier]}-${String(number).padStart(3, "0")}`,
        title: titleOf(material, draft, arc),
        tier: draft.tier,
        labels,
        plan,
        chunkIds: grounding.chunkIds,
      },
    ];
  });
}

function createDrawers(material: PlanMaterial, random: Random) {
  const { taxonomy, storylines, documents } = material;
  const emotions = new Map(
    dimensionOf(taxonomy, "emotion").values.map((value) => [value.key, planEmotion(value)]),
  );
  const people = new Map(
    dimensionOf(taxonomy, "persona").values.map((value) => [
      value.key,
      createPersonDrawer(value, random),
    ]),
  );
  const chooseArc = createArcChooser(
    storylines.arcs.filter((arc) => arc.tier === "template"),
    random,
    drawnCounts(material, "arc"),
  );
  const choosers = new Map(
    storylines.scenarios.map((scenario) => [scenario.key, createChunkChooser(scenario, documents)]),
  );
  const uses = new Map(drawnCounts(material, "scenario"));
  const categories = dimensionOf(taxonomy, "content_category").values;
  const messageUses = new Map(drawnCounts(material, "messageCount"));
  const bands = new Map(
    tiers.map((tier) => [tier, remembered(() => messageCountsOf(material, tier))]),
  );
  return {
    arc({ tier, edgeCase, labels }: DraftRow): Arc | undefined {
      if (tier === "edge_case") return storylines.arcs.find((arc) => arc.key === edgeCase?.arc);
      if (tier === "scenario") return undefined;
      const key = labels["emotion"] ?? "";
      const emotion = emotions.get(key) ?? { key, label: key };
      return chooseArc({ emotion, persona: labels["persona"] ?? "" });
    },
    chunks({ scenario }: DraftRow): { chunkIds: string[]; category: string | undefined } {
      const choose = scenario && choosers.get(scenario.key);
      if (!choose) return { chunkIds: [], category: undefined };
      const use = uses.get(scenario.key) ?? 0;
      uses.set(scenario.key, use + 1);
      const { chunkIds, document } = choose(use);
      const name = document === undefined ? null : documents.get(document)?.category;
      const category = categories.find((value) => value.key === name || value.label === name);
      return { chunkIds, category: category?.key };
    },
    /** Even numbers of the tier's band, inside the arc's length where they meet; the rarest so far is next. */
    messageCount(tier: Tier, arc: Arc | undefined): number {
      const band = bands.get(tier)?.() ?? [];
      const inArc = band.filter(
        (count) => !arc || (count >= arc.exchanges[0] * 2 && count <= arc.exchanges[1] * 2),
      );
      const used = (count: number) => messageUses.get(`${tier} ${count}`) ?? 0;
      const count = random
        .shuffle(inArc.length > 0 ? inArc : band)
        .reduce((rarest, candidate) => (used(candidate) < used(rarest) ? candidate : rarest));
      messageUses.set(`${tier} ${count}`, used(count) + 1);
      return count;
    },
    person: (persona: string) => (people.get(persona) ?? anyPerson(random))(),
  };
}

function anyPerson(random: Random) {
  return createPersonDrawer(
    { key: "anybody", label: "Anybody", description: "", weight: 1, attributes: {} },
    random,
  );
}

/** Only tiers that are planned have to have a band. */
function remembered<T>(read: () => T): () => T {
  let value: { known: T } | undefined;
  return () => (value ??= { known: read() }).known;
}

/** Styles come equally often over all plans, and equally often with each persona. */
function spreadStyle<T extends string>(
  material: PlanMaterial,
  kind: "userVerbosity" | "opener",
  styles: readonly T[],
  drafts: readonly DraftRow[],
  random: Random,
): T[] {
  const drawn = drawnCounts(material, kind);
  const used = new Map(random.shuffle(styles).map((style) => [style, drawn.get(style) ?? 0]));
  const targets = apportion(
    new Map([...used.keys()].map((style) => [style, 1])),
    drafts.length + sum([...used.values()]),
  );
  const counts = shareOutRest(targets, used, drafts.length);
  const groups = drafts.map((draft) => draft.labels["persona"] ?? "");
  return spreadValues({ groups, counts, random }) as T[];
}

/** Says in words which labels don't usually meet. It is shown, never forbidden. */
function createOddPairs(material: PlanMaterial) {
  const { taxonomy } = material;
  const emotions = new Map(
    dimensionOf(taxonomy, "emotion").values.map((value) => [value.key, planEmotion(value)]),
  );
  const suitsEmotion = suitableEmotions(material);
  const suitsPersonas = suitablePersonas(taxonomy);
  return (draft: DraftRow, arc: Arc | undefined): string | undefined => {
    const { persona = "", emotion = "", topic = "" } = draft.labels;
    const storyline = draft.scenario ?? draft.edgeCase;
    const value = emotions.get(emotion);
    const personaFits = storyline
      ? suitsPersonas(draft)?.has(persona)
      : arc && suitsPersona(arc, persona);
    const emotionFits = storyline
      ? suitsEmotion(draft)?.has(emotion)
      : arc && value && arcFits(arc, value) > 0;
    const odd = [
      ...(personaFits === false ? [labelOf(taxonomy, "persona", persona)] : []),
      ...(emotionFits === false ? [labelOf(taxonomy, "emotion", emotion)] : []),
      ...(storyline && storyline.topic !== topic ? [labelOf(taxonomy, "topic", topic)] : []),
    ];
    if (odd.length === 0) return undefined;
    return `"${(storyline ?? arc)?.label ?? ""}" isn't usually written with ${odd.join(" and ")}.`;
  };
}

function titleOf(material: PlanMaterial, draft: DraftRow, arc: Arc | undefined): string {
  const { taxonomy, language } = material;
  const storyline = draft.scenario
    ? { scenario: draft.scenario }
    : draft.edgeCase
      ? { edgeCase: draft.edgeCase }
      : arc && { arc };
  const label = (dimension: string) => labelOf(taxonomy, dimension, draft.labels[dimension] ?? "");
  if (!storyline) return label("topic");
  return rowTitle({
    topic: label("topic"),
    emotion: label("emotion"),
    language,
    storyline,
  });
}
