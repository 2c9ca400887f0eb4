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

/** To two decimals: 0.4 and 0.5 give 0.45, not 0.45000000000000001. */
function midpoint([low, high]: [number, number]): number {
  return Math.round(((low + high) / 2) * 100) / 100;
}
