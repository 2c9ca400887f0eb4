import { VisuallyHidden } from "@mantine/core";
import classes from "./taxonomy.module.css";
import { type ArcPoint, curveOf, intensityInWords } from "#/features/planning/arc-curve.ts";
import planning from "#/features/planning/planning.module.css";

const frame = { width: 560, height: 150, inset: 14, floor: 0 };

/** The course as it is typed; a number that is missing or out of bounds is drawn at the nearest bound. */
export function LiveCurve({ points }: { points: readonly ArcPoint[] }) {
  const drawn = points.map(({ emotion, low, high }) => {
    const bounded = (value: number) =>
      Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
    return { emotion, low: bounded(low), high: bounded(high) };
  });
  const { line, band, dots } = curveOf(drawn, frame);
  const inWords = drawn
    .map((point) => `${point.emotion || "no emotion yet"} ${intensityInWords(point)}`)
    .join(", then ");
  return (
    <figure style={{ margin: 0 }}>
      <svg
        className={classes.curve}
        viewBox={`0 0 ${frame.width} ${frame.height}`}
        role="img"
        aria-label={`Course: ${inWords}`}
      >
        {[0, 0.5, 1].map((intensity) => {
          const y = frame.inset + (1 - intensity) * (frame.height - 2 * frame.inset);
          return (
            <g key={intensity} aria-hidden>
              <line x1={0} x2={frame.width} y1={y} y2={y} className={classes.grid} />
              <text x={4} y={y - 3} className={classes.axis}>
                {intensity}
              </text>
            </g>
          );
        })}
        <path d={band} className={planning.curveBand} />
        <path d={line} className={planning.curveLine} />
        {dots.map(({ x, y }) => (
          <circle key={x} cx={x} cy={y} r={4} className={planning.curveDot} />
        ))}
      </svg>
      <VisuallyHidden component="figcaption">
        The course of the feeling, as it is typed
      </VisuallyHidden>
    </figure>
  );
}
