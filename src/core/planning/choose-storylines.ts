import type { EdgeCase, Scenario } from "../taxonomy/schema.ts";
import type { Random } from "#/lib/random.ts";

/**
 * Chooses the storylines of a plan's rows: equally often (within one) over all plans of the project, and
 * where some come once more than others, those whose topic the plan lacks most. One that is new among
 * much used ones catches up by and by, not with a whole plan of its own. With fixed labels those that
 * fit them come first, each once before any comes again.
 * @param uses rows that stand, by the storyline's key.
 * @param lacking rows that the plan still wants of each topic; lowered for each row chosen.
 */
export function chooseStorylines<T extends Scenario | EdgeCase>(
  storylines: readonly T[],
  count: number,
  {
    uses,
    lacking,
    fixed,
    random,
  }: {
    uses: ReadonlyMap<string, number>;
    lacking: Map<string, number>;
    fixed: Readonly<Record<string, string>>;
    random: Random;
  },
): T[] {
  const isSlice = Object.keys(fixed).length > 0;
  const mostHere = 2 * Math.ceil(count / Math.max(1, storylines.length));
  const offered = random.shuffle(preferTopic(storylines, fixed["topic"])).map((storyline) => ({
    storyline,
    here: 0,
    before: uses.get(storyline.key) ?? 0,
    fit: fitOf(storyline, fixed),
  }));
  type Offer = (typeof offered)[number];
  /** Lowest first; what stands in front decides. */
  const rank = ({ storyline, here, before, fit }: Offer) => [
    isSlice || here >= mostHere ? here : 0,
    -fit,
    before + here,
    -(lacking.get(storyline.topic) ?? 0),
  ];
  const chosen: T[] = [];
  while (chosen.length < count && offered.length > 0) {
    const best = offered.reduce((least, offer) =>
      isLower(rank(offer), rank(least)) ? offer : least,
    );
    best.here += 1;
    lacking.set(best.storyline.topic, (lacking.get(best.storyline.topic) ?? 0) - 1);
    chosen.push(best.storyline);
  }
  return random.shuffle(chosen);
}

/** Only those about the fixed topic, where there are any. */
function preferTopic<T extends Scenario | EdgeCase>(
  storylines: readonly T[],
  topic: string | undefined,
): readonly T[] {
  const about = storylines.filter((storyline) => storyline.topic === topic);
  return about.length > 0 ? about : storylines;
}

function fitOf(
  { personas, emotions, outcome }: Scenario | EdgeCase,
  { persona, emotion, outcome: fixedOutcome }: Readonly<Record<string, string>>,
): number {
  const suitsPersona = persona === undefined || personas.length === 0 || personas.includes(persona);
  const suitsEmotion = emotion === undefined || emotions.includes(emotion);
  const suitsOutcome = fixedOutcome === undefined || outcome === fixedOutcome;
  return Number(suitsPersona) + Number(suitsEmotion) + Number(suitsOutcome);
}

function isLower(one: readonly number[], other: readonly number[]): boolean {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place >= 0 && (one[place] ?? 0) < (other[place] ?? 0);
}
