type Schema = Record<string, unknown>;

/** Keywords that Anthropic's structured output refuses; what they ask for is checked on the answer. */
const unsupported = new Set([
  "$schema",
  "$id",
  "$comment",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "maxItems",
  "uniqueItems",
  "contains",
  "minContains",
  "maxContains",
  "prefixItems",
  "minProperties",
  "maxProperties",
  "patternProperties",
  "propertyNames",
  "unevaluatedProperties",
  "dependentRequired",
  "dependentSchemas",
  "if",
  "then",
  "else",
  "not",
  "default",
  "examples",
  "$defs",
  "definitions",
]);

/**
 * A JSON schema cut down to what Anthropic's structured output takes: no recursion, no numeric ranges, no
 * string lengths, `minItems` of 0 or 1, every object closed. References are written out where they stand;
 * one that leads back into itself becomes a string of JSON. What is dropped is told in the description, so
 * that the model still hears of it.
 */
export function toSupportedSchema(schema: Schema): Schema {
  return convert(schema, schema, []);
}

function convert(node: unknown, root: Schema, path: readonly string[]): Schema {
  if (!isObject(node)) return {};
  const reference = node.$ref;
  if (typeof reference === "string") {
    if (path.includes(reference)) return { type: "string", description: "JSON" };
    const { $ref: _, ...beside } = node;
    return convert({ ...resolve(reference, root), ...beside }, root, [...path, reference]);
  }
  const result: Schema = {};
  for (const [key, value] of Object.entries(node)) {
    if (!unsupported.has(key)) result[key] = convertValue(key, value, root, path);
  }
  if (typeof node.minItems === "number") result.minItems = node.minItems > 0 ? 1 : 0;
  if (node.type === "object" || isObject(node.properties)) {
    result.type = "object";
    result.additionalProperties = false;
  }
  const told = toldLimits(node);
  if (told !== "") {
    result.description = [node.description, told]
      .filter((part) => typeof part === "string" && part !== "")
      .join(" ");
  }
  return result;
}

function convertValue(key: string, value: unknown, root: Schema, path: readonly string[]): unknown {
  if (key === "properties" && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, convert(each, root, path)]),
    );
  }
  if (key === "items") return convert(value, root, path);
  if (["anyOf", "oneOf", "allOf"].includes(key) && Array.isArray(value)) {
    return value.map((each) => convert(each, root, path));
  }
  return value;
}

const limitWords: [string, string][] = [
  ["minimum", "at least"],
  ["maximum", "at most"],
  ["exclusiveMinimum", "more than"],
  ["exclusiveMaximum", "less than"],
  ["multipleOf", "a multiple of"],
  ["minLength", "characters: at least"],
  ["maxLength", "characters: at most"],
  ["maxItems", "items: at most"],
];

function toldLimits(node: Schema): string {
  const told = limitWords.flatMap(([key, words]) =>
    typeof node[key] === "number" && Math.abs(node[key]) < Number.MAX_SAFE_INTEGER
      ? [`${words} ${node[key]}`]
      : [],
  );
  if (typeof node.minItems === "number" && node.minItems > 1) {
    told.push(`items: at least ${node.minItems}`);
  }
  return told.length > 0 ? `(${told.join("; ")})` : "";
}

function resolve(reference: string, root: Schema): Schema {
  if (!reference.startsWith("#")) return {};
  let node: unknown = root;
  for (const part of reference.split("/").slice(1)) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    node = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  return isObject(node) ? node : {};
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
