import type { Arc } from "#/core/taxonomy/schema.ts";

export interface ArcPoint {
  emotion: string;
  low: number;
  high: number;
}

/** Start, the optional middle, end. */
export function pointsOf(arc: Pick<Arc, "start" | "middle" | "end">): ArcPoint[] {
  return [arc.start, arc.middle, arc.end].flatMap((point) =>
    point ? [{ emotion: point.emotion, low: point.intensity[0], high: point.intensity[1] }] : [],
  );
}

/**
 * Paths of an SVG: the line through the middles, and the band between the lowest and highest intensities.
 * `inset` keeps line and dots inside the picture. Intensity 1 is at the top, `floor` at the bottom.
 */
export function curveOf(
  points: readonly ArcPoint[],
  { width, height, inset, floor }: { width: number; height: number; inset: number; floor: number },
): { line: string; band: string; dots: { x: number; y: number }[] } {
  const x = (index: number) =>
    points.length < 2 ? width / 2 : inset + (index / (points.length - 1)) * (width - 2 * inset);
  const y = (intensity: number) => inset + ((1 - intensity) / (1 - floor)) * (height - 2 * inset);
  const dots = points.map(({ low, high }, index) => ({ x: x(index), y: y((low + high) / 2) }));
  const upper = points.map(({ high }, index) => ({ x: x(index), y: y(high) }));
  const lower = points.map(({ low }, index) => ({ x: x(index), y: y(low) }));
  return {
    line: pathOf(dots),
    band: points.length === 0 ? "" : `${pathOf([...upper, ...lower.reverse()])} Z`,
    dots,
  };
}

/** The intensity at the foot of all curves that are compared: the lowest of them, at most 0.9. */
export function floorOf(arcs: readonly Pick<Arc, "start" | "middle" | "end">[]): number {
  return Math.min(0.9, ...arcs.flatMap(pointsOf).map(({ low }) => low));
}

function pathOf(places: readonly { x: number; y: number }[]): string {
  return places
    .map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`)
    .join(" ");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** "0.4–0.6", or "0.65" where both ends are the same. */
export function intensityInWords({ low, high }: ArcPoint): string {
  return low === high ? String(low) : `${low}–${high}`;
}
