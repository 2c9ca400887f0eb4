/** Quantiles of the normal and of Student's distribution, for intervals. */

/** Up to so many halvings: a double has no more digits. */
const HALVINGS = 200;

/**
 * The value below which a share of the standard normal distribution lies, to about 1e-9: 0.975 -> 1.959964.
 * Source: P. J. Acklam's rational approximation (2003), refined by one step of Halley's method.
 * @param share above 0 and below 1.
 */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError("a share lies between 0 and 1");
  if (share > 0.5) return -normalQuantile(1 - share);
  const first = share < 0.02425 ? tail(Math.sqrt(-2 * Math.log(share))) : centre(share - 0.5);
  const error = normalShare(first) - share;
  const step = error * Math.sqrt(2 * Math.PI) * Math.exp(first ** 2 / 2);
  return first - step / (1 + (first * step) / 2);
}

function tail(q: number): number {
  return (
    polynomial(
      q,
      [
        -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734,
        4.374664141464968, 2.938163982698783,
      ],
    ) /
    polynomial(
      q,
      [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1],
    )
  );
}

function centre(q: number): number {
  const r = q * q;
  return (
    (q *
      polynomial(
        r,
        [
          -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2,
          -3.066479806614716e1, 2.506628277459239,
        ],
      )) /
    polynomial(
      r,
      [
        -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
        -1.328068155288572e1, 1,
      ],
    )
  );
}

function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

/** The share of the standard normal distribution below a value that is 0 or less. */
function normalShare(x: number): number {
  // The continued fraction is slow near 0; the series serves there.
  const z = Math.abs(x) / Math.SQRT2;
  return z < 2 ? 0.5 - erfSeries(z) / 2 : erfcFraction(z) / 2;
}

/** Abramowitz and Stegun 7.1.6. */
function erfSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 1; n < HALVINGS && term > sum * 1e-17; n += 1) {
    term *= (2 * z * z) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
}

/** Abramowitz and Stegun 7.1.14, from the far end. */
function erfcFraction(z: number): number {
  let rest = z;
  for (let n = 100; n > 0; n -= 1) rest = z + n / 2 / rest;
  return Math.exp(-z * z) / (Math.sqrt(Math.PI) * rest);
}

/**
 * The value below which a share of Student's distribution lies: (0.975, 10) -> 2.228139.
 * Source: the distribution as incomplete beta function (Abramowitz and Stegun 26.5.27), found by halving.
 * @param share from 0.5 on, below 1. @param freedom degrees of freedom, above 0, need not be whole.
 */
export function studentQuantile(share: number, freedom: number): number {
  if (!(share >= 0.5 && share < 1)) throw new RangeError("a share lies between 0.5 and 1");
  if (!(freedom > 0)) throw new RangeError("degrees of freedom lie above 0");
  let low = 0;
  let high = 1;
  while (studentShare(high, freedom) < share && high < 1e12) high *= 2;
  for (let turn = 0; turn < HALVINGS; turn += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentShare(middle, freedom) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function studentShare(t: number, freedom: number): number {
  return 1 - incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
}

/** The regularised incomplete beta function by its continued fraction (A. and S. 26.5.8), Lentz's method. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  const tiny = 1e-300;
  const sound = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / sound(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 1_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const part of [even, odd]) {
      d = 1 / sound(1 + part * d);
      c = sound(1 + part / c);
      step = c * d;
      fraction *= step;
    }
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return (front * fraction) / a;
}

/** C. Lanczos' approximation with g = 7 and nine terms; for values above 0. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
    12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const at = x - 1;
  const sum = terms.reduce((total, term, n) => total + term / (at + n + 1), 0.9999999999998099);
  const base = at + 7.5;
  return Math.log(Math.sqrt(2 * Math.PI) * sum) + (at + 0.5) * Math.log(base) - base;
}
