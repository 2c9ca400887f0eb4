import { type Arc, arcSchema, edgeCaseSchema, type Scenario, scenarioSchema } from "./schema.ts";
import type { EdgeCase } from "./schema.ts";
import type { StorylineKind } from "./edit-schema.ts";

type Body = Arc | Scenario | EdgeCase;

/** The stored body of a storyline as its kind reads it. */
export function bodyOf(kind: StorylineKind, body: unknown): Body {
  if (kind === "arc") return arcSchema.parse(body);
  return kind === "scenario" ? scenarioSchema.parse(body) : edgeCaseSchema.parse(body);
}

/** The storyline with one value of a dimension in the place of another; the same object where it names none. */
export function withValue(
  body: Body,
  dimension: string,
  from: string,
  into: string,
): { body: Body; changed: boolean } {
  let changed = false;
  const one = (value: string) => {
    if (value !== from) return value;
    changed = true;
    return into;
  };
  const many = (values: readonly string[]) => [...new Set(values.map(one))];
  const after =
    "start" in body
      ? arcWith(body, dimension, one, many)
      : situationWith(body, dimension, one, many);
  return { body: changed ? after : body, changed };
}

type One = (value: string) => string;
type Many = (values: readonly string[]) => string[];

function arcWith(arc: Arc, dimension: string, one: One, many: Many): Arc {
  if (dimension === "persona") return { ...arc, suitsPersonas: many(arc.suitsPersonas) };
  if (dimension !== "emotion") return arc;
  const point = <T extends { emotion: string }>(each: T): T => ({
    ...each,
    emotion: one(each.emotion),
  });
  return {
    ...arc,
    start: point(arc.start),
    middle: arc.middle && point(arc.middle),
    end: point(arc.end),
  };
}

function situationWith<T extends Scenario | EdgeCase>(
  body: T,
  dimension: string,
  one: One,
  many: Many,
): T {
  if (dimension === "persona") return { ...body, personas: many(body.personas) };
  if (dimension === "emotion") return { ...body, emotions: many(body.emotions) };
  if (dimension === "topic") return { ...body, topic: one(body.topic) };
  if (dimension === "outcome") return { ...body, outcome: one(body.outcome) };
  return body;
}
