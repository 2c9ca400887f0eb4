import { normalQuantile, studentQuantile } from "./quantiles.ts";
import { type Interval, POWER } from "./proportions.ts";

/** What is known of measured values: how many, their mean, and their variance (of a sample, by n - 1). */
export interface Sample {
  count: number;
  mean: number;
  variance: number;
}

/**
 * The interval that a mean lies in; null where fewer than two values are known.
 * Source: "Student" (W. S. Gosset), "The probable error of a mean", Biometrika 6 (1908).
 */
export function meanInterval(
  { count, mean, variance }: Sample,
  confidence = 0.95,
): Interval | null {
  if (count < 2) return null;
  const reach = studentQuantile((1 + confidence) / 2, count - 1) * Math.sqrt(variance / count);
  return { low: mean - reach, high: mean + reach };
}

/**
 * The interval that the difference of two means (one less other) lies in; null where a side has fewer than
 * two values, or none of the values differ within the sides, which says nothing about chance.
 * Source: B. L. Welch, "The generalization of 'Student's' problem when several different population
 * variances are involved", Biometrika 34 (1947), with Satterthwaite's degrees of freedom (1946).
 */
export function welchInterval(one: Sample, other: Sample, confidence = 0.95): Interval | null {
  if (one.count < 2 || other.count < 2) return null;
  const first = one.variance / one.count;
  const second = other.variance / other.count;
  if (first + second <= 0) return null;
  const freedom =
    (first + second) ** 2 / (first ** 2 / (one.count - 1) + second ** 2 / (other.count - 1));
  const reach = studentQuantile((1 + confidence) / 2, freedom) * Math.sqrt(first + second);
  const difference = one.mean - other.mean;
  return { low: difference - reach, high: difference + reach };
}

/**
 * How many values each side would need, roughly, for a difference of means like the one that was seen to be
 * told from chance four times of five; null where there is none, or nothing is known of the spread.
 * Source: J. Cohen, "Statistical Power Analysis for the Behavioral Sciences" (1988), section 2.4.
 */
export function neededValuesPerSide(one: Sample, other: Sample, confidence = 0.95): number | null {
  const difference = one.mean - other.mean;
  const spread = one.variance + other.variance;
  if (one.count < 2 || other.count < 2 || difference === 0 || spread <= 0) return null;
  const reach = normalQuantile((1 + confidence) / 2) + normalQuantile(POWER);
  return Math.ceil((reach ** 2 * spread) / difference ** 2);
}
