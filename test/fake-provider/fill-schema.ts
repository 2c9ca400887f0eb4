import { writeWords } from "./sentences.ts";
import type { Random } from "#/lib/random.ts";

type Schema = Record<string, unknown>;

/** Any value that a JSON schema allows, with words in its strings; recursion ends after six levels. */
export function fillSchema(schema: Schema, random: Random): unknown {
  return fill(schema, { root: schema, random, depth: 0 });
}

interface Filling {
  root: Schema;
  random: Random;
  depth: number;
}

function fill(schema: Schema, filling: Filling): unknown {
  const { random } = filling;
  if ("const" in schema) return schema["const"];
  if (Array.isArray(schema["enum"])) return random.pick(schema["enum"]);
  const referred = refer(schema, filling.root);
  if (referred) return fill(referred, deeper(filling));
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) {
    const open = choices.filter(isObject).filter(({ type }) => type !== "null");
    return open.length === 0 || filling.depth > 6 ? null : fill(random.pick(open), filling);
  }
  if (Array.isArray(schema["allOf"])) {
    return fill(Object.assign({}, ...schema["allOf"].filter(isObject)) as Schema, filling);
  }
  switch (typeOf(schema)) {
    case "object":
      return fillObject(schema, filling);
    case "array":
      return fillArray(schema, filling);
    case "integer":
      return Math.round(fillNumber(schema, random));
    case "number":
      return fillNumber(schema, random);
    case "boolean":
      return random.next() < 0.5;
    case "null":
      return null;
    default:
      return fillString(schema, random);
  }
}

function typeOf(schema: Schema): unknown {
  const { type } = schema;
  if (Array.isArray(type)) return type.find((each) => each !== "null") ?? "null";
  return type ?? (isObject(schema["properties"]) ? "object" : "string");
}

function refer(schema: Schema, root: Schema): Schema | undefined {
  const path = schema["$ref"];
  if (typeof path !== "string" || !path.startsWith("#/")) return undefined;
  const target = path
    .slice(2)
    .split("/")
    .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), root);
  return isObject(target) ? target : undefined;
}

function fillObject(schema: Schema, filling: Filling): Record<string, unknown> {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const keys = Object.keys(properties).filter((key) => required.includes(key) || filling.depth < 4);
  return Object.fromEntries(
    keys.flatMap((key) => {
      const property = properties[key];
      return isObject(property) ? [[key, fill(property, deeper(filling))]] : [];
    }),
  );
}

function fillArray(schema: Schema, filling: Filling): unknown[] {
  const low = number(schema["minItems"]) ?? 0;
  const most = number(schema["maxItems"]) ?? Math.max(low, 4);
  const wanted = filling.depth > 6 ? low : filling.random.integer(Math.min(2, most), 4);
  const count = Math.min(most, Math.max(low, wanted));
  const items = isObject(schema["items"]) ? schema["items"] : {};
  return Array.from({ length: count }, () => fill(items, deeper(filling)));
}

function fillNumber(schema: Schema, random: Random): number {
  const low = number(schema["minimum"]) ?? number(schema["exclusiveMinimum"]) ?? 0;
  const high = number(schema["maximum"]) ?? number(schema["exclusiveMaximum"]) ?? low + 10;
  const whole = high - low >= 2;
  return whole ? random.integer(Math.ceil(low) + 1, Math.floor(high) - 1) : (low + high) / 2;
}

function fillString(schema: Schema, random: Random): string {
  switch (schema["format"]) {
    case "date":
      return "2026-03-14";
    case "date-time":
      return "2026-03-14T09:26:53Z";
    case "email":
      return "someone@example.com";
    case "uri":
      return "https://example.com/page";
    case "uuid":
      return "0b0e9c2e-7c1f-4f4e-9d0a-3f1f5b6c7d8e";
    default: {
      const text = writeWords(random, "adviser", random.integer(4, 14));
      const longest = number(schema["maxLength"]);
      return longest === undefined ? text : text.slice(0, longest);
    }
  }
}

const deeper = (filling: Filling): Filling => ({ ...filling, depth: filling.depth + 1 });

const number = (value: unknown) => (typeof value === "number" ? value : undefined);

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
