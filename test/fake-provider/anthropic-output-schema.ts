import { isObject } from "./fill-schema.ts";

const unsupported = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "patternProperties",
  "oneOf",
  "not",
  "if",
];

/** What the vendor refuses in a schema for structured output, in a sentence; null when it takes it. */
export function checkOutputSchema(schema: Record<string, unknown>): string | null {
  return check(schema, schema, []);
}

function check(
  schema: Record<string, unknown>,
  root: Record<string, unknown>,
  path: readonly string[],
): string | null {
  const extra = unsupported.find((keyword) => Object.hasOwn(schema, keyword));
  if (extra !== undefined) {
    return `For '${String(schema["type"])}' type, property '${extra}' is not supported`;
  }
  const { minItems } = schema;
  if (minItems !== undefined && minItems !== 0 && minItems !== 1) {
    return "For 'array' type, 'minItems' values other than 0 or 1 are not supported";
  }
  if (schema["type"] === "object" && schema["additionalProperties"] !== false) {
    return "For 'object' type, 'additionalProperties' must be explicitly set to false";
  }
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    if (path.includes(reference) || reference === "#") {
      return `Recursive schemas are not supported (${reference})`;
    }
    const target = reference
      .replace(/^#\//, "")
      .split("/")
      .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), root);
    if (!isObject(target)) return `Could not resolve ${reference}`;
    return check(target, root, [...path, reference]);
  }
  for (const inner of innerSchemas(schema)) {
    const fault = check(inner, root, path);
    if (fault !== null) return fault;
  }
  return null;
}

function innerSchemas(schema: Record<string, unknown>): Record<string, unknown>[] {
  const { properties, items, anyOf, allOf } = schema;
  return [
    ...(isObject(properties) ? Object.values(properties) : []),
    items,
    ...(Array.isArray(anyOf) ? anyOf : []),
    ...(Array.isArray(allOf) ? allOf : []),
  ].filter(isObject);
}
