import { z } from "zod";
import { MOST_DIMENSIONS, MOST_VALUES, reservedDimensions } from "./edit-schema.ts";
import { foldName } from "./names.ts";
import {
  type BuiltInDimension,
  builtInDimensions,
  type Taxonomy,
  taxonomyDimensionSchema,
  taxonomySchema,
  tiers,
} from "./schema.ts";
import { jsonFault } from "./json-fault.ts";
import { standingDimension, standingValue } from "./keep-unnamed.ts";
import type { FieldError } from "../errors.ts";

export const FILE_FORMAT = "bright-run-taxonomy";

/** A taxonomy from a file, or each fault with its place: "line 12, weight" or "dimensions.0.values.3.label". */
export type ReadTaxonomy =
  | { taxonomy: Taxonomy; faults?: undefined }
  | { faults: FieldError[]; taxonomy?: undefined };

/** The file of a taxonomy as JSON: two spaces, a line feed at the end. */
export function writeTaxonomyJson({ dimensions }: Taxonomy): string {
  return `${JSON.stringify({ format: FILE_FORMAT, version: 1, dimensions }, null, 2)}\n`;
}

const fileSchema = z.object({
  format: z.literal(FILE_FORMAT, `"format" is "${FILE_FORMAT}".`).optional(),
  version: z.literal(1, "This version of the product reads version 1.").optional(),
  dimensions: z
    .array(taxonomyDimensionSchema)
    .min(1, "The file has no dimension.")
    .max(MOST_DIMENSIONS, `A taxonomy has at most ${MOST_DIMENSIONS} dimensions.`),
});

/** Reads such a file; a bare `{"dimensions": [...]}` is taken too. */
export function readTaxonomyJson(text: string, current: Taxonomy): ReadTaxonomy {
  const inherited: string[] = [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, (key, value: unknown) => {
      if (key === "__proto__") inherited.push(key);
      return value;
    });
  } catch {
    return { faults: [jsonFault(text)] };
  }
  if (inherited.length > 0) {
    return {
      faults: [
        {
          field: "__proto__",
          message: 'A key is called "__proto__", which is reserved. Rename it.',
        },
      ],
    };
  }
  const result = fileSchema.safeParse(withStanding(parsed, current));
  if (!result.success) {
    return {
      faults: result.error.issues.map(({ path, message }) => ({
        field: path.map(String).join(".") || "the whole file",
        message,
      })),
    };
  }
  const taxonomy = taxonomySchema.parse({ dimensions: result.data.dimensions });
  const faults = findTaxonomyFaults(taxonomy, jsonPlaces);
  return faults.length > 0 ? { faults } : { taxonomy };
}

/** Puts in what the file leaves out; what has another shape is left to the schema. */
function withStanding(parsed: unknown, current: Taxonomy): unknown {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject(parsed) || !Array.isArray(parsed["dimensions"])) return parsed;
  const dimensions = parsed["dimensions"].map((dimension: unknown) => {
    if (!isObject(dimension)) return dimension;
    const { key, values } = dimension;
    return {
      ...standingDimension(current, key),
      ...dimension,
      ...(Array.isArray(values) && {
        values: values.map((value: unknown) =>
          isObject(value) ? { ...standingValue(current, key, value["key"]), ...value } : value,
        ),
      }),
    };
  });
  return { ...parsed, dimensions };
}

/** How a fault's place is written: by path in JSON, by line in CSV. */
export interface Places {
  dimension: (dimension: number, field: string) => string;
  value: (dimension: number, value: number, field: string) => string;
}

const jsonPlaces: Places = {
  dimension: (dimension, field) => `dimensions.${dimension}.${field}`,
  value: (dimension, value, field) => `dimensions.${dimension}.values.${value}.${field}`,
};

/** What is wrong with a taxonomy beyond the shape of its parts: names and keys that come twice, too many values, strange tiers. */
export function findTaxonomyFaults({ dimensions }: Taxonomy, places: Places): FieldError[] {
  const at = (number: number) => (field: string) => places.dimension(number, field);
  return [
    ...repeated(dimensions, (place, field) => at(place)(field)),
    ...dimensions.flatMap((dimension, number) => [
      ...(dimension.values.length > MOST_VALUES
        ? [
            {
              field: at(number)("values"),
              message: `${dimension.label} has ${dimension.values.length.toLocaleString("en")} values; a dimension has at most ${MOST_VALUES.toLocaleString("en")}. Merge values that mean the same, or part the dimension.`,
            },
          ]
        : repeated(dimension.values, (place, field) => places.value(number, place, field))),
      ...(reservedDimensions.includes(dimension.key)
        ? [
            {
              field: at(number)("key"),
              message: `"${dimension.key}" is the name of something else in the table. Choose another key.`,
            },
          ]
        : []),
      ...(dimension.retired && isBuiltInKey(dimension.key)
        ? [
            {
              field: at(number)("retired"),
              message: `${dimension.label} is built in and can't be retired.`,
            },
          ]
        : []),
      ...(dimension.key === "tier" ? strangeTiers(dimension.values, number, places) : []),
    ]),
  ];
}

function isBuiltInKey(key: string): key is BuiltInDimension {
  return builtInDimensions.some((each) => each === key);
}

function repeated(
  list: readonly { key: string; label: string }[],
  place: (number: number, field: string) => string,
): FieldError[] {
  const keys = new Map<string, number>();
  const labels = new Map<string, number>();
  return list.flatMap(({ key, label }, number) => {
    const faults: FieldError[] = [];
    if (keys.has(key)) {
      faults.push({ field: place(number, "key"), message: `The key "${key}" stands here twice.` });
    }
    const folded = foldName(label);
    if (labels.has(folded)) {
      faults.push({
        field: place(number, "label"),
        message: `The name "${label}" stands here twice; case and spaces don't tell names apart.`,
      });
    }
    keys.set(key, number);
    labels.set(folded, number);
    return faults;
  });
}

function strangeTiers(
  values: Taxonomy["dimensions"][number]["values"],
  dimension: number,
  places: Places,
): FieldError[] {
  return values.flatMap(({ key, retired }, number) => [
    ...(tiers.some((tier) => tier === key)
      ? []
      : [
          {
            field: places.value(dimension, number, "key"),
            message: `"${key}" is no tier. The allowed ones are: ${tiers.join(", ")}.`,
          },
        ]),
    ...(retired
      ? [{ field: places.value(dimension, number, "retired"), message: "A tier can't be retired." }]
      : []),
  ]);
}
