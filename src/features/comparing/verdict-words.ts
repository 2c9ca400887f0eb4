import type { CountedShare, Difference, Figures, Pair } from "#/core/comparing/schema.ts";
import { formatCount } from "#/lib/format.ts";

/** A side by the name that people call it. */
export type NamedFigures = Pick<Figures, "approval" | "validity" | "score"> & { label: string };

/** Above it no number of decisions is worth naming. */
const TOO_MANY = 10_000;

/**
 * What the differences of two sides say, in sentences for somebody who decides by them: the approvals
 * first. @param isShort leaves out what can't be told from chance, but for the approvals.
 */
export function verdictOf(sides: readonly NamedFigures[], pair: Pair, isShort = false): string[] {
  const one = sides[pair.one];
  const other = sides[pair.other];
  if (!one || !other) return [];
  const told = (difference: Difference | null): difference is Difference =>
    difference !== null && !(isShort && difference.isChance);
  return [
    approvalSentence(one, other, pair.approval),
    ...(told(pair.score) ? [scoreSentence(one, other, pair.score)] : []),
    ...(told(pair.validity) ? [validitySentence(one, other, pair.validity)] : []),
  ];
}

function approvalSentence(
  one: NamedFigures,
  other: NamedFigures,
  difference: Difference | null,
): string {
  const undecided = [one, other].filter(({ approval }) => approval.of === 0);
  if (!difference) {
    const [only] = undecided;
    return undecided.length === 1 && only
      ? `Of ${only.label} nothing is decided yet: review its texts to see which is approved more often.`
      : `Of ${one.label} and ${other.label} nothing is decided yet: review the texts to see which is approved more often.`;
  }
  const [more, less] = difference.difference < 0 ? [other, one] : [one, other];
  const counts = `${more.label} was approved ${times(more.approval)}, ${less.label} ${ofAll(less.approval)}`;
  if (difference.difference === 0) return `${counts}: equally often.`;
  if (!difference.isChance) return `${counts}: more than chance alone would make of it.`;
  return `${counts}: with so few decisions that can be chance.${neededWords(difference, "decision")}`;
}

function scoreSentence(one: NamedFigures, other: NamedFigures, difference: Difference): string {
  const [more, less] = difference.difference < 0 ? [other, one] : [one, other];
  const scores = `The texts of ${more.label} score ${scoreOf(more)} on average, those of ${less.label} ${scoreOf(less)}`;
  if (difference.difference === 0) return `${scores}: no difference.`;
  if (!difference.isChance) return `${scores}: more than chance alone would make of it.`;
  return `${scores}: that can be chance.${neededWords(difference, "text")}`;
}

function validitySentence(one: NamedFigures, other: NamedFigures, difference: Difference): string {
  const [more, less] = difference.difference < 0 ? [other, one] : [one, other];
  const counts = `${more.label} gave a whole conversation at the first try ${times(more.validity)}, ${less.label} ${ofAll(less.validity)}`;
  if (difference.difference === 0) return `${counts}: equally often.`;
  if (!difference.isChance) return `${counts}: more than chance alone would make of it.`;
  return `${counts}: that can be chance.`;
}

const ofAll = ({ count, of }: CountedShare) => `${formatCount(count)} of ${formatCount(of)}`;
const times = (share: CountedShare) => `${ofAll(share)} times`;
const scoreOf = ({ score }: NamedFigures) => (score.mean ?? 0).toFixed(1);

/** How many more would be needed, as roughly as it is known. */
function neededWords({ moreNeeded }: Difference, noun: string): string {
  if (moreNeeded === null) return "";
  if (moreNeeded > TOO_MANY) return " So small a difference hardly matters.";
  const rough = moreNeeded < 20 ? moreNeeded : Number(moreNeeded.toPrecision(2));
  return ` About ${formatCount(rough)} more ${noun}${rough === 1 ? "" : "s"} on each side would tell, if it stays as great.`;
}
