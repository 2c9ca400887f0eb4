import { arcSchema } from "../taxonomy/schema.ts";
import type { ConversationDetail } from "./schema.ts";

/**
 * The planned emotional course of an arc, as points for a strip: intensity 0..1 is the middle of the
 * arc's range. Empty for what is no arc.
 */
export function courseOfArc(body: unknown): ConversationDetail["course"] {
  const parsed = arcSchema.safeParse(body);
  if (!parsed.success) return [];
  const { start, middle, end } = parsed.data;
  return [
    { point: "start", at: start },
    { point: "middle", at: middle },
    { point: "end", at: end },
  ].flatMap(({ point, at }) =>
    at ? [{ point, emotion: at.emotion, intensity: midpoint(at.intensity) }] : [],
  );
}

/** Rounded, because 0.7 and 0.85 would give 0.7749999999999999. */
function midpoint([low, high]: [number, number]): number {
  return Math.round(((low + high) / 2) * 1000) / 1000;
}
