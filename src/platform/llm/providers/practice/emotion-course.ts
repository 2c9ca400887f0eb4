import type { Material } from "../../material.ts";
import { valenceOf } from "#/lib/emotions.ts";
import type { Random } from "#/lib/random.ts";

/** What is said of one message of the client: intensity and confidences 0..1, valence -1..1. */
export interface CourseEmotions {
  primary: string;
  primaryConfidence: number;
  secondary?: string;
  secondaryConfidence?: number;
  intensity: number;
  valence?: number;
}

interface Point {
  emotion: string;
  intensity: number;
}

/**
 * The client's feelings from the first message to the last: from the arc's start over its middle to its
 * end, a little unevenly, as people are. Without an arc, from the labelled emotion to some relief.
 */
export function emotionCourse(
  material: Material,
  exchanges: number,
  random: Random,
): CourseEmotions[] {
  const points = pointsOf(material);
  if (points.length === 0) return [];
  return Array.from({ length: exchanges }, (_, exchange) => {
    const place = exchanges === 1 ? 0 : (exchange / (exchanges - 1)) * (points.length - 1);
    const before = points[Math.floor(place)] as Point;
    const after = points[Math.ceil(place)] ?? before;
    const share = place - Math.floor(place);
    const isEnd = exchange === 0 || exchange === exchanges - 1;
    const unevenness = isEnd ? 0 : (random.next() - 0.5) * 0.06;
    const intensity = before.intensity + (after.intensity - before.intensity) * share + unevenness;
    const [near, far] = share < 0.5 ? [before, after] : [after, before];
    return emotionsOf(near.emotion, far.emotion, intensity, material, random);
  });
}

function emotionsOf(
  primary: string,
  other: string,
  intensity: number,
  material: Material,
  random: Random,
): CourseEmotions {
  const own = material.labels["emotion"];
  const ownValence = own?.key === primary ? own.attributes["valence"] : undefined;
  const valence = typeof ownValence === "number" ? ownValence : valenceOf(primary);
  const primaryConfidence = round(0.5 + random.next() * 0.2);
  return {
    primary,
    primaryConfidence,
    ...(other !== primary && {
      secondary: other,
      secondaryConfidence: round(Math.min(0.4, 0.2 + (1 - primaryConfidence) * 0.4)),
    }),
    intensity: round(Math.min(1, Math.max(0, intensity))),
    ...(valence !== undefined && { valence: Math.min(1, Math.max(-1, valence)) }),
  };
}

function pointsOf({ arc, labels }: Material): Point[] {
  const labelled = labels["emotion"]?.key;
  if (arc) {
    const middleOf = ([low, high]: readonly [number, number]) => (low + high) / 2;
    const [first, ...rest] = [arc.start, ...(arc.middle ? [arc.middle] : []), arc.end].map(
      ({ emotion, intensity }) => ({ emotion, intensity: middleOf(intensity) }),
    );
    // The row's own label names the beginning more closely than its arc does.
    return first ? [{ ...first, emotion: labelled ?? first.emotion }, ...rest] : [];
  }
  if (!labelled) return [];
  const arousal = labels["emotion"]?.attributes["arousal"];
  const start = { emotion: labelled, intensity: typeof arousal === "number" ? arousal : 0.65 };
  const glad = (valenceOf(labelled) ?? 0) > 0;
  return glad
    ? [start, { emotion: "trust", intensity: 0.65 }]
    : [start, { emotion: "uncertainty", intensity: 0.5 }, { emotion: "relief", intensity: 0.6 }];
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}
