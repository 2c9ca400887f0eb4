/**
 * Whether a schema meets OpenAI's rules for `strict`: every object closed, every property required, the
 * root an object. Source: the vendor's structured-outputs guide. Others would be answered with a 400.
 */
export function isStrict(schema: Record<string, unknown>): boolean {
  return schema.type === "object" && isStrictNode(schema);
}

/** Keywords that strict mode refuses. */
const refused = ["allOf", "oneOf", "not", "if", "patternProperties", "default", "uniqueItems"];

function isStrictNode(node: unknown): boolean {
  if (Array.isArray(node)) return node.every(isStrictNode);
  if (typeof node !== "object" || node === null) return true;
  if (refused.some((key) => Object.hasOwn(node, key))) return false;
  const schema: Record<string, unknown> = { ...node };
  if (schema.type === "object") {
    const names = Object.keys(asRecord(schema.properties));
    const required = Array.isArray(schema.required) ? schema.required : [];
    if (schema.additionalProperties !== false) return false;
    if (!names.every((name) => required.includes(name))) return false;
  }
  const children = [
    ...Object.values(asRecord(schema.properties)),
    ...Object.values(asRecord(schema.$defs)),
    schema.items,
    schema.anyOf,
  ];
  return children.every(isStrictNode);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
