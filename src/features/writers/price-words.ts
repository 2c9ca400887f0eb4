import type { ConnectionModel } from "#/core/writers/schema.ts";

const dollars = new Intl.NumberFormat("en", {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
});

/** Millionths of a dollar per token are dollars per million tokens: 2.5 -> "$2.50". */
export function formatPrice(perMillion: number): string {
  return perMillion === 0 ? "free" : dollars.format(perMillion);
}

/** "$2.00 in, $10.00 out", or "free". */
export function pricesInWords({ input, output }: ConnectionModel["prices"]): string {
  if (input === 0 && output === 0) return "free";
  return `${formatPrice(input)} in, ${formatPrice(output)} out`;
}
