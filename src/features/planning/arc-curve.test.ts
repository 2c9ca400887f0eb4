import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curveOf, floorOf, intensityInWords, pointsOf } from "./arc-curve.ts";

const frame = { width: 100, height: 40, inset: 4, floor: 0 };

describe("the curve of an arc", () => {
  it("has two or three points", () => {
    const start = { emotion: "fear", intensity: [0.7, 0.9] as [number, number] };
    const end = { emotion: "relief", intensity: [0.5, 0.5] as [number, number] };
    expect(pointsOf({ start, middle: null, end }).map(({ emotion }) => emotion)).toEqual([
      "fear",
      "relief",
    ]);
    expect(pointsOf({ start, middle: end, end })).toHaveLength(3);
  });
  it("runs from left to right, high feelings at the top", () => {
    const { line, band } = curveOf(
      [
        { emotion: "fear", low: 1, high: 1 },
        { emotion: "calm", low: 0, high: 0 },
      ],
      frame,
    );
    expect(line).toBe("M4 4 L96 36");
    expect(band).toBe("M4 4 L96 36 L96 36 L4 4 Z");
  });
  it("never leaves its frame", () => {
    const intensity = fc.double({ min: 0, max: 1, noNaN: true });
    const point = fc
      .tuple(intensity, intensity)
      .map(([a, b]) => ({ emotion: "x", low: Math.min(a, b), high: Math.max(a, b) }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 3 }), (points) => {
        for (const { x, y } of curveOf(points, frame).dots) {
          expect(x).toBeGreaterThanOrEqual(4);
          expect(x).toBeLessThanOrEqual(96);
          expect(y).toBeGreaterThanOrEqual(4);
          expect(y).toBeLessThanOrEqual(36);
        }
      }),
    );
  });
  it("stands on the lowest feeling of all arcs, so that differences show", () => {
    const arc = (low: number) => ({
      start: { emotion: "x", intensity: [low, 1] as [number, number] },
      middle: null,
      end: { emotion: "y", intensity: [0.8, 0.9] as [number, number] },
    });
    expect(floorOf([arc(0.4), arc(0.3)])).toBe(0.3);
    expect(floorOf([arc(1)])).toBe(0.8);
    expect(floorOf([])).toBe(0.9);
    const { dots } = curveOf([{ emotion: "x", low: 0.3, high: 0.3 }], { ...frame, floor: 0.3 });
    expect(dots[0]?.y).toBeCloseTo(36);
  });
  it("draws nothing of nothing", () => {
    expect(curveOf([], frame)).toEqual({ line: "", band: "", dots: [] });
  });
  it("says its numbers", () => {
    expect(intensityInWords({ emotion: "x", low: 0.4, high: 0.6 })).toBe("0.4–0.6");
    expect(intensityInWords({ emotion: "x", low: 0.65, high: 0.65 })).toBe("0.65");
  });
});
