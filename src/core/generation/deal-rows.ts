import { createRandom } from "#/lib/random.ts";

/** A row to be dealt: rows of one tier and persona should end up on all sides alike. */
export interface DealtRow {
  tier: string;
  persona: string;
}

/**
 * Deals rows to sides so that the sides are alike: within each persona of each tier by chance, the rows one
 * after the other round the table. So the sides' sizes differ by at most 1 over all rows, within each tier,
 * and within each persona of a tier; where a rest remains, the first sides have one more.
 * Source: stratified (blocked) randomisation, as in Altman, "Practical Statistics for Medical Research"
 * (1991), section 15.2.
 * @param seed the same one deals the same rows in the same way.
 * @returns the side of each row, from 0, in the rows' order.
 */
export function dealRows(rows: readonly DealtRow[], sides: number, seed: string): number[] {
  const random = createRandom(seed);
  const tiers = grouped(
    rows.map((_row, place) => place),
    (place) => rows[place]?.tier ?? "",
  );
  const inTurn = tiers.flatMap((places) =>
    grouped(places, (place) => rows[place]?.persona ?? "").flatMap((places) =>
      random.shuffle(places),
    ),
  );
  const dealt = rows.map(() => 0);
  for (const [turn, place] of inTurn.entries()) dealt[place] = turn % sides;
  return dealt;
}

/** Groups in the order of their names: it must not hang on the order of the rows. */
function grouped(places: readonly number[], nameOf: (place: number) => string): number[][] {
  return [...Map.groupBy(places, nameOf)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, group]) => group);
}
