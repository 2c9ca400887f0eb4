import { CsvError, parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { attributeCell, attributeOf, escapeCell, unescapeCell } from "./csv-cell.ts";
import {
  attributesSchema,
  type Taxonomy,
  type TaxonomyDimension,
  taxonomyDimensionSchema,
  type TaxonomyValue,
  taxonomyValueSchema,
} from "./schema.ts";
import { freeKey } from "./names.ts";
import { findTaxonomyFaults, type ReadTaxonomy } from "./taxonomy-file.ts";
import type { FieldError } from "../errors.ts";
import { standingDimension, standingValue } from "./keep-unnamed.ts";

const dimensionColumns = [
  "dimension",
  "dimension_label",
  "dimension_description",
  "dimension_retired",
] as const;
const valueColumns = ["key", "label", "description", "weight", "retired"] as const;
const columns = [...dimensionColumns, ...valueColumns];
type Column = (typeof columns)[number];
const ATTRIBUTE = "attribute:";

/**
 * The taxonomy as CSV (UTF-8 with a byte order mark, so that spreadsheets read it right): one line a
 * value, a line without key for a dimension without values, one column "attribute:<name>" an attribute.
 * The name of a dimension stands on each of its lines.
 */
export function writeTaxonomyCsv({ dimensions }: Taxonomy): string {
  const names = [
    ...new Set(
      dimensions.flatMap(({ values }) =>
        values.flatMap(({ attributes }) => Object.keys(attributes)),
      ),
    ),
  ];
  const lines = dimensions.flatMap((dimension) => {
    const { key, label, description, retired, values } = dimension;
    const head = [key, label, description, retired ? "yes" : ""];
    if (values.length === 0) return [[...head, "", "", "", "", "", ...names.map(() => "")]];
    return values.map((value) => [
      ...head,
      value.key,
      value.label,
      value.description,
      String(value.weight),
      value.retired ? "yes" : "",
      ...names.map((name) =>
        Object.hasOwn(value.attributes, name) ? attributeCell(value.attributes[name]) : "",
      ),
    ]);
  });
  const head = [...columns, ...names.map((name) => `${ATTRIBUTE}${name}`)];
  return stringify([head, ...lines.map((line) => line.map(escapeCell))], {
    bom: true,
    quoted_string: true,
    record_delimiter: "\r\n",
  });
}

interface Line {
  /** Where it begins, from 1. */
  number: number;
  cells: string[];
}

/** Reads such a file. Where a column is missing, what stands in the current taxonomy counts. */
export function readTaxonomyCsv(text: string, current: Taxonomy): ReadTaxonomy {
  const lines = linesOf(text);
  if (!Array.isArray(lines)) return { faults: [lines] };
  const [head, ...rows] = lines;
  const header = head ? readHeader(head) : { faults: [noHeader] };
  if (header.faults) return { faults: header.faults };
  const faults: FieldError[] = [];
  const places: number[][] = [];
  const dimensions: TaxonomyDimension[] = [];
  for (const row of rows) {
    const cell = (column: Column) => header.cellOf(row, column);
    const key = cell("dimension");
    let at = dimensions.findIndex((dimension) => dimension.key === key);
    if (at < 0) {
      const dimension = readDimension(row, cell, header.has, current);
      if (dimension.faults) {
        faults.push(...dimension.faults);
        continue;
      }
      at = dimensions.push(dimension.parsed) - 1;
      places.push([]);
    }
    if (valueColumns.every((column) => cell(column) === "")) continue;
    const value = readValue(row, cell, header, current);
    if (value.faults) faults.push(...value.faults);
    else {
      dimensions[at]?.values.push(value.parsed);
      places[at]?.push(row.number);
    }
  }
  if (dimensions.length === 0 && faults.length === 0) faults.push(noHeader);
  if (faults.length > 0) return { faults };
  const taxonomy = { dimensions };
  const found = findTaxonomyFaults(taxonomy, {
    dimension: (at, field) =>
      `line ${places[at]?.[0] ?? 2}, ${field === "key" ? "dimension" : field}`,
    value: (at, value, field) => `line ${places[at]?.[value] ?? 2}, ${field}`,
  });
  return found.length > 0 ? { faults: found } : { taxonomy };
}

const noHeader: FieldError = {
  field: "line 1",
  message: `The first line names the columns: ${columns.join(", ")}. At least "dimension" and "label" are needed, and a line for each value under them.`,
};

function linesOf(text: string): Line[] | FieldError {
  try {
    const read = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    let last = 0;
    return read.map(({ record, info }) => {
      const number = last + 1;
      last = info.lines;
      return { number, cells: record.map(unescapeCell) };
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error["lines"] === "number" ? error["lines"] : 1;
    return {
      field: `line ${line}`,
      message: `This isn't CSV: ${error.message.replace(/:.*$/s, "").toLowerCase()}. A cell with a quote is quoted itself, and the quote in it doubled.`,
    };
  }
}

type Header = { faults: FieldError[] } | ReadHeader;
interface ReadHeader {
  faults?: undefined;
  cellOf: (line: Line, column: Column) => string;
  has: (column: Column) => boolean;
  attributes: { name: string; place: number }[];
}

function readHeader(line: Line): Header {
  const names = line.cells.map((cell) => cell.trim());
  const attributes = names.flatMap((name, place) =>
    name.startsWith(ATTRIBUTE) ? [{ name: name.slice(ATTRIBUTE.length), place }] : [],
  );
  const strange = names.filter(
    (name) =>
      name !== "" && !columns.some((column) => column === name) && !name.startsWith(ATTRIBUTE),
  );
  const twice = names.filter((name, place) => name !== "" && names.indexOf(name) !== place);
  const missing = (["dimension", "label"] as const).filter((column) => !names.includes(column));
  const at = (message: string): FieldError => ({ field: `line ${line.number}`, message });
  const faults = [
    ...(missing.length > 0 ? [noHeader] : []),
    ...strange.map((name) =>
      at(`There is no column "${name}". Call it "${ATTRIBUTE}${name}" to keep it as an attribute.`),
    ),
    ...twice.map((name) => at(`The column "${name}" stands here twice.`)),
    ...attributes.flatMap(({ name }) => {
      const result = attributesSchema.safeParse(Object.fromEntries([[name, ""]]));
      const isLost = result.success && !Object.hasOwn(result.data, name);
      if (result.success && !isLost) return [];
      const why = result.error?.issues[0]?.message ?? "This name is reserved.";
      return [at(`The attribute "${name}" can't be called so. ${why}`)];
    }),
  ];
  if (faults.length > 0) return { faults };
  return {
    attributes,
    has: (column) => names.includes(column),
    cellOf: (row, column) => {
      const place = names.indexOf(column);
      return (place < 0 ? "" : (row.cells[place] ?? "")).trim();
    },
  };
}

type Read<T> = { parsed: T; faults?: undefined } | { faults: FieldError[] };
type Cell = (column: Column) => string;

function readDimension(
  row: Line,
  cell: Cell,
  has: (column: Column) => boolean,
  current: Taxonomy,
): Read<TaxonomyDimension> {
  const key = cell("dimension");
  const standing = current.dimensions.find((dimension) => dimension.key === key);
  const result = taxonomyDimensionSchema.safeParse({
    ...standingDimension(current, key),
    key,
    label: cell("dimension_label") || standing?.label || key.replaceAll(/[-_]+/g, " "),
    ...(has("dimension_description") && { description: cell("dimension_description") }),
    values: [],
    ...(has("dimension_retired") && { retired: isYes(cell("dimension_retired")) || undefined }),
  });
  if (result.success) return { parsed: result.data };
  const columnOf: Record<string, Column> = { key: "dimension", label: "dimension_label" };
  return {
    faults: result.error.issues.map(({ path, message }) => {
      const field = String(path[0]);
      return { field: `line ${row.number}, ${columnOf[field] ?? `dimension_${field}`}`, message };
    }),
  };
}

function readValue(
  row: Line,
  cell: Cell,
  { attributes, has }: Pick<ReadHeader, "attributes" | "has">,
  current: Taxonomy,
): Read<TaxonomyValue> {
  const weight = cell("weight");
  const key = cell("key") || freeKey(cell("label"), []);
  const standing = standingValue(current, cell("dimension"), key);
  const named = new Set(attributes.map(({ name }) => name));
  const unnamed = Object.entries(standing.attributes ?? {}).filter(([name]) => !named.has(name));
  const result = taxonomyValueSchema.safeParse({
    ...standing,
    key,
    label: cell("label"),
    ...(has("description") && { description: cell("description") }),
    ...(weight !== "" && { weight: Number(weight.replace(",", ".")) }),
    attributes: Object.fromEntries([
      ...unnamed,
      ...attributes.flatMap(({ name, place }) => {
        const value = attributeOf(row.cells[place] ?? "");
        return value === undefined ? [] : [[name, value]];
      }),
    ]),
    ...(has("retired") && { retired: isYes(cell("retired")) || undefined }),
  });
  if (result.success) return { parsed: result.data };
  return {
    faults: result.error.issues.map(({ path, message }) => ({
      field: `line ${row.number}, ${path.map(String).join(".")}`,
      message,
    })),
  };
}

/** A spreadsheet turns "yes" into whatever its language has for true. */
function isYes(cell: string): boolean {
  return ["yes", "true", "1", "x"].includes(cell.toLowerCase());
}
