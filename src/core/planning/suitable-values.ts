import { arcFits, type PlanEmotion } from "./choose-arc.ts";
import { dimensionOf, type PlanMaterial } from "./plan-material.ts";
import type {
  EdgeCase,
  Labels,
  Scenario,
  Taxonomy,
  TaxonomyValue,
  Tier,
} from "../taxonomy/schema.ts";
import { spectrumOf } from "#/lib/emotions.ts";

/** A row while its labels are being given. */
export interface DraftRow {
  tier: Tier;
  scenario?: Scenario;
  edgeCase?: EdgeCase;
  labels: Labels;
}

type Suits = (draft: DraftRow) => ReadonlySet<string> | undefined;

/** The personas that a row's storyline names; undefined where it names none that exist. */
export function suitablePersonas(taxonomy: Taxonomy): Suits {
  const known = new Set(dimensionOf(taxonomy, "persona").values.map((value) => value.key));
  return remember(({ scenario, edgeCase }) =>
    notEmpty((scenario ?? edgeCase)?.personas.filter((persona) => known.has(persona)) ?? []),
  );
}

/** The emotions that a row's storyline names, or kin of them; for arc-driven rows those that an arc begins with. */
export function suitableEmotions({ taxonomy, storylines }: PlanMaterial): Suits {
  const emotions = dimensionOf(taxonomy, "emotion").values.map(planEmotion);
  const arcs = storylines.arcs.filter((arc) => arc.tier === "template");
  const withArc = notEmpty(
    emotions
      .filter((emotion) => arcs.some((arc) => arcFits(arc, emotion) > 0))
      .map(({ key }) => key),
  );
  return remember(({ scenario, edgeCase }) => {
    const named = (scenario ?? edgeCase)?.emotions;
    if (!named) return withArc;
    const exact = emotions.filter(({ key }) => named.includes(key));
    const spectra = new Set(named.map(spectrumOf).filter((spectrum) => spectrum !== undefined));
    const kindred = emotions.filter(
      ({ spectrum }) => spectrum !== undefined && spectra.has(spectrum),
    );
    return notEmpty((exact.length > 0 ? exact : kindred).map(({ key }) => key));
  });
}

/** A light tone doesn't go with a crisis. Only where the taxonomy has the usual tones. */
export function suitableTones(taxonomy: Taxonomy): Suits {
  const grave = notEmpty(
    dimensionOf(taxonomy, "tone")
      .values.map((value) => value.key)
      .filter((key) => ["warm", "professional", "urgent"].includes(key)),
  );
  return ({ edgeCase }) => (edgeCase && edgeCase.crisisLevel !== "none" ? grave : undefined);
}

/** A value of the emotion dimension with its spectrum, its own or the usual one. */
export function planEmotion(value: TaxonomyValue): PlanEmotion {
  const own = value.attributes["spectrum"];
  const spectrum = typeof own === "string" ? own : spectrumOf(value.key);
  return { key: value.key, label: value.label, ...(spectrum !== undefined && { spectrum }) };
}

/** Rows of one storyline share their answer: 10,000 rows need a few dozen sets. */
function remember(suits: Suits): Suits {
  const answers = new Map<string, ReadonlySet<string> | undefined>();
  return (draft) => {
    const key = `${draft.tier} ${(draft.scenario ?? draft.edgeCase)?.key ?? ""}`;
    if (!answers.has(key)) answers.set(key, suits(draft));
    return answers.get(key);
  };
}

function notEmpty(keys: readonly string[]): ReadonlySet<string> | undefined {
  return keys.length > 0 ? new Set(keys) : undefined;
}
