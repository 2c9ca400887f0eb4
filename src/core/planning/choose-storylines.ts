import type { EdgeCase, Scenario } from "../taxonomy/schema.ts";
import type { Random } from "#/lib/random.ts";

/**
 * Uses every storyline equally often (within one); where some come once more than others, those whose
 * topic the plan lacks most come first.
 * @param used counts by topic, raised for each row chosen.
 */
export function chooseStorylines<T extends Scenario | EdgeCase>(
  storylines: readonly T[],
  count: number,
  {
    topicTargets,
    used,
    random,
  }: { topicTargets: ReadonlyMap<string, number>; used: Map<string, number>; random: Random },
): T[] {
  const chosen: T[] = [];
  if (storylines.length === 0) return chosen;
  const take = (storyline: T) => {
    chosen.push(storyline);
    used.set(storyline.topic, (used.get(storyline.topic) ?? 0) + 1);
  };
  const fullRounds = Math.floor(count / storylines.length);
  for (let round = 0; round < fullRounds; round += 1) random.shuffle(storylines).forEach(take);
  let left = random.shuffle(storylines);
  const lackOf = ({ topic }: T) => (topicTargets.get(topic) ?? 0) - (used.get(topic) ?? 0);
  while (chosen.length < count) {
    let best = left[0] as T;
    for (const storyline of left) if (lackOf(storyline) > lackOf(best)) best = storyline;
    take(best);
    left = left.filter((storyline) => storyline !== best);
  }
  return random.shuffle(chosen);
}
