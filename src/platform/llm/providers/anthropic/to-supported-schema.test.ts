import * as fc from "fast-check";
import { expect, test } from "vitest";
import { toSupportedSchema } from "./to-supported-schema.ts";

test("ranges and lengths become words, objects are closed, minItems is 0 or 1", () => {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: {
      messages: {
        type: "array",
        minItems: 8,
        maxItems: 16,
        items: {
          type: "object",
          properties: {
            role: { type: "string", enum: ["user", "assistant"] },
            content: { type: "string", minLength: 1, description: "What is said." },
          },
          required: ["role", "content"],
        },
      },
      score: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
      none: { type: "array", minItems: 0, items: { type: "string" } },
    },
    required: ["messages"],
  };
  const before = structuredClone(schema);
  expect(toSupportedSchema(schema)).toEqual({
    type: "object",
    additionalProperties: false,
    properties: {
      messages: {
        type: "array",
        minItems: 1,
        description: "(items: at most 16; items: at least 8)",
        items: {
          type: "object",
          additionalProperties: false,
          properties: {
            role: { type: "string", enum: ["user", "assistant"] },
            content: { type: "string", description: "What is said. (characters: at least 1)" },
          },
          required: ["role", "content"],
        },
      },
      score: { type: "integer", description: "(at least 1)" },
      none: { type: "array", minItems: 0, items: { type: "string" } },
    },
    required: ["messages"],
  });
  expect(schema).toEqual(before);
});

test("references are written out, and recursion ends", () => {
  const schema = {
    $defs: {
      tree: {
        type: "object",
        properties: { name: { type: "string" }, left: { $ref: "#/$defs/tree" } },
      },
    },
    $ref: "#/$defs/tree",
  };
  expect(toSupportedSchema(schema)).toEqual({
    type: "object",
    additionalProperties: false,
    properties: { name: { type: "string" }, left: { type: "string", description: "JSON" } },
  });
});

test("properties that are called like keywords stay", () => {
  const schema = {
    type: "object",
    properties: { minimum: { type: "number" }, default: { type: "string" }, not: { type: "null" } },
  };
  expect(Object.keys(toSupportedSchema(schema).properties ?? {})).toEqual([
    "minimum",
    "default",
    "not",
  ]);
});

test("nothing that the vendor refuses is left, whatever goes in", () => {
  const node = fc.letrec((tie) => ({
    schema: fc.record(
      {
        type: fc.constantFrom("object", "array", "string", "number"),
        minimum: fc.integer(),
        minLength: fc.nat(),
        minItems: fc.nat(),
        maxItems: fc.nat(),
        pattern: fc.string(),
        $ref: fc.constantFrom("#", "#/properties/a", "#/nowhere", "other.json"),
        items: tie("schema"),
        anyOf: fc.array(tie("schema"), { maxLength: 2 }),
        properties: fc.record({ a: tie("schema") }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    ),
  })).schema;
  fc.assert(
    fc.property(node, (schema) => {
      const text = JSON.stringify(toSupportedSchema(schema as Record<string, unknown>));
      expect(text).not.toMatch(/"(\$ref|minimum|minLength|maxItems)":/);
      expect(text).not.toMatch(/"minItems":([2-9]|1\d)/);
      const objects = text.match(/"type":"object"/g)?.length ?? 0;
      expect(text.match(/"additionalProperties":false/g)?.length ?? 0).toBe(objects);
    }),
    { numRuns: 200 },
  );
});
