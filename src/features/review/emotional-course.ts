import type { ConversationDetail, Emotions } from "#/core/conversations/schema.ts";

/** A point of the strip: x from first to last message, y the intensity, both 0..1. */
export interface StripPoint {
  x: number;
  y: number;
  emotion: string;
}

/** What one client message says it feels. */
export interface WrittenEmotion {
  /** From 0, among all messages. */
  position: number;
  emotions: Emotions;
}

/** The planned points, spread evenly over the conversation. */
export function plannedPoints(course: ConversationDetail["course"]): StripPoint[] {
  return course.map(({ emotion, intensity }, index) => ({
    x: course.length > 1 ? index / (course.length - 1) : 0,
    y: intensity,
    emotion,
  }));
}

/** The emotions of the client's messages, in their order; messages without any are left out. */
export function writtenEmotions(messages: ConversationDetail["messages"]): WrittenEmotion[] {
  return messages.flatMap(({ role, position, emotions }) =>
    role === "user" && emotions ? [{ position, emotions }] : [],
  );
}

/** Where the written emotions lie on the strip. Those without an intensity have no place on it. */
export function writtenPoints(messages: ConversationDetail["messages"]): StripPoint[] {
  const last = messages.findLast(({ role }) => role === "user")?.position ?? 0;
  return writtenEmotions(messages).flatMap(({ position, emotions }) =>
    emotions.intensity === undefined
      ? []
      : [{ x: last > 0 ? position / last : 0, y: emotions.intensity, emotion: emotions.primary }],
  );
}

/** An SVG path through the points that never swings above or below them. */
export function smoothPath(points: { x: number; y: number }[]): string {
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      if (!before) return `M${round(x)},${round(y)}`;
      const middle = round((before.x + x) / 2);
      return `C${middle},${round(before.y)} ${middle},${round(y)} ${round(x)},${round(y)}`;
    })
    .join(" ");
}

/** Intensity as a word, at the bounds of the emotion scale (0.1-0.3, 0.4-0.6, 0.7-1). */
export function strengthOf(intensity: number | undefined): string | undefined {
  if (intensity === undefined) return undefined;
  if (intensity < 0.35) return "light";
  if (intensity < 0.65) return "clear";
  return "strong";
}

/** The strip in words, for those who don't see it. */
export function courseInWords(
  course: ConversationDetail["course"],
  messages: ConversationDetail["messages"],
): string {
  const planned = course.map(({ emotion, intensity }) => withStrength(emotion, intensity));
  const written = writtenEmotions(messages).map(
    ({ position, emotions }) =>
      `message ${position + 1} ${withStrength(emotions.primary, emotions.intensity)}`,
  );
  const parts = [
    planned.length > 0 ? `Planned: ${planned.join(", then ")}.` : "No course was planned.",
    written.length > 0 ? `Written: ${written.join(", ")}.` : "",
  ];
  return parts.filter(Boolean).join(" ");
}

function withStrength(emotion: string, intensity: number | undefined): string {
  const strength = strengthOf(intensity);
  return strength ? `${emotion} (${strength})` : emotion;
}

function round(figure: number): number {
  return Math.round(figure * 100) / 100;
}
