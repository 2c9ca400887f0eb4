import { normalQuantile } from "./quantiles.ts";

/** So many of so many: 14 approved of 20 decided. */
export interface Share {
  count: number;
  of: number;
}

/** From low to high, both included. */
export interface Interval {
  low: number;
  high: number;
}

/**
 * The interval that a share lies in, given what was counted; null where nothing was.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
 * (1927), the score interval without continuity correction. It stays within 0 and 1 at the ends too.
 */
export function wilsonInterval({ count, of }: Share, confidence = 0.95): Interval | null {
  if (of <= 0) return null;
  const z = normalQuantile((1 + confidence) / 2);
  const share = count / of;
  const middle = share + z ** 2 / (2 * of);
  const reach = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  const whole = 1 + z ** 2 / of;
  return {
    low: count === 0 ? 0 : Math.max(0, (middle - reach) / whole),
    high: count === of ? 1 : Math.min(1, (middle + reach) / whole),
  };
}

/**
 * The interval that the difference of two shares (one less other) lies in; null where one of them counts
 * nothing. Where 0 lies in it, chance alone may have made the difference.
 * Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions",
 * Statistics in Medicine 17 (1998), method 10: the two Wilson intervals put together.
 */
export function newcombeInterval(one: Share, other: Share, confidence = 0.95): Interval | null {
  const first = wilsonInterval(one, confidence);
  const second = wilsonInterval(other, confidence);
  if (!first || !second) return null;
  const a = one.count / one.of;
  const b = other.count / other.of;
  return {
    low: a - b - Math.hypot(a - first.low, second.high - b),
    high: a - b + Math.hypot(first.high - a, b - second.low),
  };
}

/**
 * How many each of two sides would need, roughly, for a difference like the one that was counted to be
 * told from chance four times of five; null where there is no difference, or nothing was counted.
 * Source: Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions" (2003), section 4.2,
 * unpooled; the spread is taken with one more of each kind, so that 0 and all have some.
 */
export function neededPerSide(one: Share, other: Share, confidence = 0.95): number | null {
  if (one.of <= 0 || other.of <= 0) return null;
  const difference = one.count / one.of - other.count / other.of;
  if (difference === 0) return null;
  const reach = normalQuantile((1 + confidence) / 2) + normalQuantile(POWER);
  return Math.ceil((reach ** 2 * (spreadOf(one) + spreadOf(other))) / difference ** 2);
}

/** How often a difference that is there should be seen. */
export const POWER = 0.8;

function spreadOf({ count, of }: Share): number {
  const share = (count + 1) / (of + 2);
  return share * (1 - share);
}
