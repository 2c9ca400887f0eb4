import { expect, test } from "vitest";
import { readTaxonomyFile } from "./read-taxonomy-file.ts";
import { taxonomySchema } from "./schema.ts";

const current = taxonomySchema.parse({
  dimensions: [
    {
      key: "tone",
      label: "Tone of voice",
      description: "How it sounds.",
      values: [
        {
          key: "dry",
          label: "Dry",
          description: "Few words.",
          weight: 3,
          attributes: { cues: ["short"], note: "kept" },
          retired: true,
        },
      ],
    },
  ],
});
const dry = current.dimensions[0]?.values[0];

test.each([
  ["x.csv", "dimension,label\ntone,Dry wit\ntone,"],
  ["x.csv", "dimension,key,label\ntone,dry,Dry wit"],
  [
    "x.json",
    JSON.stringify({
      dimensions: [
        { key: "tone", label: "Tone of voice", values: [{ key: "dry", label: "Dry wit" }] },
      ],
    }),
  ],
])("what %s doesn't name stays as it stands (%#)", (name, content) => {
  const [tone] = readTaxonomyFile(name, content, current).dimensions;
  expect(tone).toMatchObject({ label: "Tone of voice", description: "How it sounds." });
  const value = tone?.values.find(({ key }) => key === "dry");
  if (value) expect(value).toEqual({ ...dry, label: "Dry wit" });
  else expect(tone?.values).toMatchObject([{ key: "dry-wit", weight: 1, attributes: {} }]);
});

test("a column that is there speaks: an empty cell empties, the other attributes stay", () => {
  const content = "dimension,key,label,description,attribute:cues\ntone,dry,Dry,,";
  const [tone] = readTaxonomyFile("x.csv", content, current).dimensions;
  expect(tone?.values).toEqual([{ ...dry, description: "", attributes: { note: "kept" } }]);
});
