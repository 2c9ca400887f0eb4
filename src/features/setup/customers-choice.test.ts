import { expect, test } from "vitest";
import { choiceOf, formOfTaxonomy } from "./customers-choice.ts";
import { type Taxonomy, taxonomySchema } from "#/core/taxonomy/schema.ts";

const of = (personas: string[], topics: string[]): Taxonomy =>
  taxonomySchema.parse({
    dimensions: [
      { key: "persona", label: "Persona", values: personas.map((key) => ({ key, label: key })) },
      { key: "emotion", label: "Emotion", values: [{ key: "hope", label: "Hope" }] },
      { key: "topic", label: "Topic", values: topics.map((key) => ({ key, label: key })) },
    ],
  });
const packs = [
  { key: "starter" as const, taxonomy: of(["saver", "retiree"], ["debt", "tax"]) },
  { key: "renovation" as const, taxonomy: of(["owner"], ["roof"]) },
];

test("a project of a pack shows what is left out of it", () => {
  expect(formOfTaxonomy(of(["retiree"], ["debt", "tax"]), packs)).toMatchObject({
    kind: "starter",
    pack: "starter",
    leaveOut: { persona: ["saver"], emotion: [], topic: [] },
  });
  expect(formOfTaxonomy(of(["owner"], ["roof"]), packs).pack).toBe("renovation");
});

test("own customers come back as they were typed, and go as names with descriptions", () => {
  const form = formOfTaxonomy(of(["couple"], ["cakes"]), packs);
  expect(form).toMatchObject({ kind: "own", personas: ["couple"], topics: ["cakes"] });
  const personas = ["Couple: marries: in June", " "];
  expect(choiceOf({ ...form, personas })).toEqual({
    kind: "own",
    personas: [{ label: "Couple", description: "marries: in June" }],
    topics: [{ label: "cakes", description: "" }],
  });
});
