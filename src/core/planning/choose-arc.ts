import type { Arc } from "../taxonomy/schema.ts";
import type { Random } from "#/lib/random.ts";
import { spectrumOf } from "#/lib/emotions.ts";

/** A value of the emotion dimension, as far as arcs are compared with it. */
export interface PlanEmotion {
  key: string;
  label: string;
  spectrum?: string;
}

const EXACT = 3;
const KINDRED = 1;

/** How well an arc begins with an emotion: 3 its own, 1 of the same spectrum or its middle, 0 not at all. */
export function arcFits(arc: Arc, emotion: PlanEmotion): number {
  const names = [emotion.key, emotion.label.toLowerCase()];
  const start = arc.start.emotion.toLowerCase();
  if (names.includes(start)) return EXACT;
  const middle = arc.middle?.emotion.toLowerCase();
  if (middle !== undefined && names.includes(middle)) return KINDRED;
  const spectrum = emotion.spectrum ?? spectrumOf(emotion.key);
  return spectrum !== undefined && spectrumOf(start) === spectrum ? KINDRED : 0;
}

/**
 * Chooses arcs row by row: those that fit emotion and persona, in proportion to how well they fit, so
 * that all that fit are used. Where none fits, any arc is taken in turn.
 * @param before rows that stand, by the arc's key.
 */
export function createArcChooser(
  arcs: readonly Arc[],
  random: Random,
  before: ReadonlyMap<string, number> = new Map(),
): (row: { emotion: PlanEmotion; persona: string }) => Arc {
  const uses = new Map(before);
  return ({ emotion, persona }) => {
    const weighed = arcs.map((arc) => ({
      arc,
      weight: arcFits(arc, emotion) * (suitsPersona(arc, persona) ? 2 : 0.5),
    }));
    const fitting = weighed.filter(({ weight }) => weight > 0);
    const candidates =
      fitting.length > 0 ? fitting : weighed.map(({ arc }) => ({ arc, weight: 1 }));
    const load = ({ arc, weight }: { arc: Arc; weight: number }) =>
      ((uses.get(arc.key) ?? 0) + 0.5) / weight;
    const best = random
      .shuffle(candidates)
      .reduce((least, candidate) => (load(candidate) < load(least) ? candidate : least));
    uses.set(best.arc.key, (uses.get(best.arc.key) ?? 0) + 1);
    return best.arc;
  };
}

/** An arc that names no persona suits all. */
export function suitsPersona(
  { suitsPersonas }: Pick<Arc, "suitsPersonas">,
  persona: string,
): boolean {
  return suitsPersonas.length === 0 || suitsPersonas.includes(persona);
}
