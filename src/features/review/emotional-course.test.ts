import { expect, test } from "vitest";
import {
  courseInWords,
  plannedPoints,
  smoothPath,
  strengthOf,
  writtenPoints,
} from "./emotional-course.ts";

const message = (position: number, primary?: string, intensity?: number) => ({
  position,
  role: position % 2 === 0 ? ("user" as const) : ("assistant" as const),
  content: "Words.",
  wordCount: 1,
  emotions: primary ? { primary, ...(intensity === undefined ? {} : { intensity }) } : null,
});
const course = [
  { point: "start", emotion: "fear", intensity: 0.8 },
  { point: "middle", emotion: "understanding", intensity: 0.5 },
  { point: "end", emotion: "relief", intensity: 0.3 },
];

test("the plan spans the conversation from its first to its last message", () => {
  expect(plannedPoints(course).map(({ x, y }) => [x, y])).toEqual([
    [0, 0.8],
    [0.5, 0.5],
    [1, 0.3],
  ]);
  expect(plannedPoints([])).toEqual([]);
});

test("written emotions lie where their message stands; an answer's and an unmeasured one don't", () => {
  const messages = [
    message(0, "fear", 0.9),
    message(1, "calm", 0.4),
    message(2, "worry"),
    message(3),
  ];
  expect(writtenPoints([...messages, message(4, "relief", 0.2), message(5)])).toEqual([
    { x: 0, y: 0.9, emotion: "fear" },
    { x: 1, y: 0.2, emotion: "relief" },
  ]);
});

test("the strip can be read out", () => {
  expect(courseInWords(course, [message(0, "fear", 0.9), message(2, "worry")])).toBe(
    "Planned: fear (strong), then understanding (clear), then relief (light). Written: message 1 fear (strong), message 3 worry.",
  );
  expect(courseInWords([], [])).toBe("No course was planned.");
});

test("strength follows the scale of the emotions", () => {
  expect([0.1, 0.3, 0.4, 0.6, 0.7, 1].map(strengthOf)).toEqual([
    "light",
    "light",
    "clear",
    "clear",
    "strong",
    "strong",
  ]);
  expect(strengthOf(undefined)).toBeUndefined();
});

test("the curve goes through each point and never past its neighbours", () => {
  const path = smoothPath([
    { x: 0, y: 10 },
    { x: 100, y: 50 },
  ]);
  expect(path).toBe("M0,10 C50,10 50,50 100,50");
});
