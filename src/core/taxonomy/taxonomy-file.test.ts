import {
  array,
  assert,
  constantFrom,
  dictionary,
  double,
  integer,
  jsonValue,
  oneof,
  option,
  property,
  record,
  string,
  uniqueArray,
} from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { applyTaxonomyImport } from "./apply-taxonomy-import.ts";
import { compareTaxonomies } from "./compare-taxonomies.ts";
import { escapeCell, unescapeCell } from "./csv-cell.ts";
import { exportTaxonomy } from "./export-taxonomy.ts";
import { getTaxonomy } from "./get-taxonomy.ts";
import { importTaxonomy } from "./import-taxonomy.ts";
import { foldName } from "./names.ts";
import { previewTaxonomyImport } from "./preview-taxonomy-import.ts";
import { readTaxonomyFile } from "./read-taxonomy-file.ts";
import { type Taxonomy, taxonomySchema } from "./schema.ts";
import { readStarterPack } from "./starter-pack.ts";
import { writeTaxonomyCsv } from "./taxonomy-csv.ts";
import { writeTaxonomyJson } from "./taxonomy-file.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const pack = await readStarterPack();

/** Text that people and spreadsheets come up with: formulas, quotes, commas, line ends, any script. */
const anyText = oneof(
  string({ unit: "grapheme", maxLength: 40 }),
  constantFrom(
    "=1+1",
    "'=1",
    "+49 30",
    "-5",
    "@x",
    'a "b", c',
    "two\nlines",
    "true",
    "[1]",
    "a,b;c",
    "'",
  ),
);
const label = anyText.map((text) => text.trim()).filter((text) => text !== "");
const keyed = (body: Record<string, import("fast-check").Arbitrary<unknown>>) =>
  uniqueArray(record({ label, ...body }), {
    selector: (each) => foldName(String(each["label"])),
    maxLength: 5,
  }).map((list) => list.map((each, number) => ({ key: `key-${number}`, ...each })));
const attributes = dictionary(
  string({ unit: constantFrom("a", "B", "c_", "d-1"), minLength: 1, maxLength: 4 }),
  oneof(
    anyText,
    array(anyText, { maxLength: 3 }),
    double({ noNaN: true, noDefaultInfinity: true }),
    jsonValue({ maxDepth: 2 }),
  ),
  { maxKeys: 4, noNullPrototype: true },
).map((found) => JSON.parse(JSON.stringify(found)) as object);
const retired = option(constantFrom(true), { nil: undefined });
const value = {
  description: anyText,
  weight: integer({ min: 0, max: 20_000 }).map((thousandths) => thousandths / 1000),
  attributes,
  retired,
};
const taxonomies = keyed({ description: anyText, retired, values: keyed(value) })
  .filter((dimensions) => dimensions.length > 0)
  .map((dimensions) => taxonomySchema.parse({ dimensions }));

/** As JSON has it: without what is undefined. */
const plain = (taxonomy: Taxonomy) => JSON.parse(JSON.stringify(taxonomy)) as unknown;

test("a taxonomy comes back from both kinds of file as it was, whatever it holds", () => {
  assert(
    property(taxonomies, (taxonomy) => {
      expect(plain(readTaxonomyFile("x.json", writeTaxonomyJson(taxonomy)))).toEqual(
        plain(taxonomy),
      );
      expect(plain(readTaxonomyFile("x.csv", writeTaxonomyCsv(taxonomy)))).toEqual(plain(taxonomy));
    }),
    { numRuns: 200 },
  );
});

test("no cell of a CSV begins like a formula, and each comes back", () => {
  assert(
    property(oneof(anyText, string({ unit: constantFrom("'", "=", "a", "\t") })), (text) => {
      expect(escapeCell(text)).not.toMatch(/^[=+\-@\t\r]/);
      expect(unescapeCell(escapeCell(text))).toBe(text);
    }),
  );
});

test("exported and imported again nothing changes; into an empty project everything is added", async () => {
  const { ctx } = world;
  const full = (await world.addWorkspace()).ctx;
  const empty = await world.addWorkspace();
  await importTaxonomy({ ctx, input: { projectId: world.projectId, ...pack } });
  for (const format of ["json", "csv"] as const) {
    const input = { projectId: world.projectId };
    const { content, fileName } = await exportTaxonomy({ ctx, input: { ...input, format } });
    const same = await previewTaxonomyImport({ ctx, input: { ...input, fileName, content } });
    expect(same).toMatchObject({ added: 0, changed: 0 });
    expect(same.unchanged).toBeGreaterThan(60);
  }
  const { content, fileName } = await exportTaxonomy({
    ctx,
    input: { projectId: world.projectId, format: "csv" },
  });
  const place = { projectId: empty.projectId, fileName, content };
  const { previewHash, added } = await previewTaxonomyImport({ ctx: empty.ctx, input: place });
  expect(
    await applyTaxonomyImport({ ctx: empty.ctx, input: { ...place, previewHash } }),
  ).toMatchObject({ added, changed: 0, unchanged: 0 });
  expect(await getTaxonomy({ ctx: empty.ctx, input: place })).toEqual(
    await getTaxonomy({ ctx, input: { projectId: world.projectId } }),
  );
  await expect(
    applyTaxonomyImport({ ctx: empty.ctx, input: { ...place, previewHash } }),
  ).rejects.toMatchObject({ code: "conflict" });
  await expect(previewTaxonomyImport({ ctx: full, input: place })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("an import changes by key, adds, and never takes away", async () => {
  const { ctx, projectId } = await world.addWorkspace();
  await importTaxonomy({ ctx, input: { projectId, ...pack } });
  const before = await getTaxonomy({ ctx, input: { projectId } });
  const content = [
    "dimension,dimension_label,key,label,weight,attribute:spectrum",
    "emotion,Emotion,hope,Great hope,2,serenity-joy-ecstasy",
    "region,Region,north,The North,,",
    "region,Region,,South,,",
  ].join("\n");
  const input = { projectId, fileName: "mine.csv", content };
  const preview = await previewTaxonomyImport({ ctx, input });
  expect(
    preview.changes.filter(({ change }) => change === "added").map(({ label }) => label),
  ).toEqual(["Region", "The North", "South"]);
  expect(preview.changes.find(({ key }) => key === "hope")).toMatchObject({ change: "changed" });
  await applyTaxonomyImport({ ctx, input: { ...input, previewHash: preview.previewHash } });
  const after = await getTaxonomy({ ctx, input: { projectId } });
  expect(after.dimensions.at(-1)).toMatchObject({
    key: "region",
    values: [{ key: "north" }, { key: "south", label: "South", weight: 1 }],
  });
  const emotions = (taxonomy: Taxonomy) =>
    taxonomy.dimensions.find(({ key }) => key === "emotion")?.values.map(({ key }) => key);
  expect(emotions(after)).toEqual(emotions(before));
});

const head = "dimension,label,weight";
const faulty: [name: string, content: string, place: RegExp, sentence: RegExp][] = [
  [
    "names that differ in case and spaces",
    `${head}\npersona,First Timer,1\npersona,first  timer,1`,
    /line 3, (key|label)/,
    /twice/,
  ],
  [
    "an empty name",
    `${head}\npersona,Kind,1\npersona,"",1\npersona,  ,x`,
    /line 4, weight|line/,
    /./,
  ],
  ["a weight in words", `${head}\npersona,Kind,much`, /line 2, weight/, /number/],
  ["an unknown column", "dimension,label,colour\npersona,Kind,red", /line 1/, /attribute:colour/],
  [
    "a reserved attribute",
    "dimension,label,attribute:__proto__\npersona,Kind,1",
    /line 1/,
    /__proto__/,
  ],
  ["no header", "persona,Kind\npersona,Other", /line 1/, /columns/],
  ["an open quote", 'dimension,label\npersona,"Kind', /line/, /CSV/],
  [
    "10,000 values",
    `dimension,label\n${Array.from({ length: 10_000 }, (_, number) => `persona,Kind ${number}`).join("\n")}`,
    /line/,
    /10,000 values/,
  ],
  [
    "a reserved key in JSON",
    '{"dimensions":[{"key":"persona","label":"P","values":[{"key":"a","label":"A","attributes":{"__proto__":{"x":1}}}]}]}',
    /__proto__/,
    /reserved/,
  ],
  [
    "an inherited name as a key",
    '{"dimensions":[{"key":"constructor","label":"P","values":[]}]}',
    /dimensions\.0\.key/,
    /reserved/,
  ],
  ["broken JSON", '{"dimensions": [\n  {"key": persona}\n]}', /line 2, column 11/, /persona/],
  ["half a JSON", '{"dimensions": [', /line 1/, /ends in the middle/],
  [
    "an empty name in JSON",
    '{"dimensions":[{"key":"persona","label":" ","values":[]}]}',
    /dimensions\.0\.label/,
    /Enter a name/,
  ],
  ["a fourth tier", "dimension,label\ntier,Gold", /line 2, key/, /no tier/],
  ["nothing", "  ", /./, /empty/],
];

test.each(faulty)("%s: the fault is told with its place", (_name, content, place, sentence) => {
  let refusal: unknown;
  try {
    readTaxonomyFile("mine.csv", content);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toMatchObject({ code: "invalid_input" });
  const { fields, message } = refusal as {
    fields: { field: string; message: string }[];
    message: string;
  };
  expect(fields.map(({ field }) => field).join("\n")).toMatch(place);
  expect(fields.map((each) => each.message).join("\n")).toMatch(sentence);
  expect(message).toContain("nothing of it was taken over");
});

test("a value that only another key holds already is refused, with the key to use", async () => {
  const { ctx, projectId } = await world.addWorkspace();
  await importTaxonomy({ ctx, input: { projectId, ...pack } });
  const content = "dimension,key,label\nemotion,my-hope,HOPE";
  await expect(
    previewTaxonomyImport({ ctx, input: { projectId, fileName: "mine.csv", content } }),
  ).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining('"hope"') });
  const viewer = await world.addMember("viewer");
  await expect(
    previewTaxonomyImport({
      ctx: viewer,
      input: { projectId: world.projectId, fileName: "mine.csv", content },
    }),
  ).rejects.toMatchObject({ code: "forbidden" });
});

test("what an import would do names each field that changes", () => {
  const current = taxonomySchema.parse({
    dimensions: [{ key: "tone", label: "Tone", values: [{ key: "warm", label: "Warm" }] }],
  });
  const incoming = taxonomySchema.parse({
    dimensions: [
      {
        key: "tone",
        label: "Tone",
        values: [{ key: "warm", label: "Warm", weight: 2, retired: true }],
      },
    ],
  });
  expect(compareTaxonomies(current, incoming)).toMatchObject([
    { key: null, change: "unchanged" },
    { key: "warm", change: "changed", fields: ["weight", "retired"] },
  ]);
});
