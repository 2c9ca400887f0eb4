import { isDeepStrictEqual } from "node:util";
import type { TaxonomyChange } from "./edit-schema.ts";
import { findSameName } from "./names.ts";
import type { Taxonomy, TaxonomyDimension, TaxonomyValue } from "./schema.ts";
import type { FieldError } from "../errors.ts";

const dimensionFields = ["label", "description", "retired"] as const;
const valueFields = ["label", "description", "weight", "attributes", "retired"] as const;

/**
 * What taking over a taxonomy would do: things are matched by key, nothing is ever removed. Pure.
 * @param current with its retired dimensions and values.
 */
export function compareTaxonomies(current: Taxonomy, incoming: Taxonomy): TaxonomyChange[] {
  return incoming.dimensions.flatMap((dimension) => {
    const known = current.dimensions.find(({ key }) => key === dimension.key);
    return [
      changeOf(dimension, null, dimension, known, dimensionFields),
      ...dimension.values.map((value) =>
        changeOf(
          dimension,
          value.key,
          value,
          known?.values.find(({ key }) => key === value.key),
          valueFields,
        ),
      ),
    ];
  });
}

type Compared = Partial<TaxonomyValue> & { label: string };

function changeOf(
  dimension: TaxonomyDimension,
  key: string | null,
  incoming: Compared,
  known: Compared | undefined,
  of: readonly (keyof TaxonomyValue)[],
): TaxonomyChange {
  const fields = known
    ? of.filter((field) => !isDeepStrictEqual(plain(incoming[field]), plain(known[field])))
    : [];
  return {
    dimension: dimension.key,
    dimensionLabel: dimension.label,
    key,
    label: incoming.label,
    change: known ? (fields.length > 0 ? "changed" : "unchanged") : "added",
    fields,
  };
}

/** Not retired is the same as no word about it; an object that the database gave has another prototype. */
function plain(value: unknown): unknown {
  if (value === undefined || value === false) return false;
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** Names that a value of the file would share with one of the project that stands under another key. */
export function findClashes(current: Taxonomy, incoming: Taxonomy): FieldError[] {
  return incoming.dimensions.flatMap((dimension) => {
    const known = current.dimensions.find(({ key }) => key === dimension.key);
    const others = (known?.values ?? []).filter(
      (value) => !dimension.values.some(({ key }) => key === value.key),
    );
    const twin = current.dimensions.filter(
      (each) => !incoming.dimensions.some(({ key }) => key === each.key),
    );
    return [
      ...clash(findSameName(twin, dimension.label), dimension.key, dimension),
      ...dimension.values.flatMap((value) =>
        clash(findSameName(others, value.label), `${dimension.key}.${value.key}`, value),
      ),
    ];
  });
}

function clash(
  same: { key: string } | undefined,
  place: string,
  { key, label }: { key: string; label: string },
): FieldError[] {
  if (!same) return [];
  return [
    {
      field: place,
      message: `"${label}" stands in the project already, under the key "${same.key}". Give it that key in the file instead of "${key}", or another name.`,
    },
  ];
}
