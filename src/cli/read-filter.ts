import { CliError, exitCodes } from "./cli-error.ts";
import type { Client } from "./connect.ts";
import type { ConversationFilter } from "#/core/conversations/schema.ts";
import { badges } from "#/core/conversations/states.ts";
import { tiers } from "#/core/taxonomy/schema.ts";
import { nearWords } from "#/lib/near-words.ts";

/** Filters that aren't dimensions, with what they may be. */
const fixed = {
  status: badges,
  origin: ["planned", "seed"],
  practice: ["yes", "no"],
} as const;

export interface FilterOptions {
  filter?: string[];
  search?: string;
}

interface Choice {
  key: string;
  label: string;
}

/**
 * The table's filter from `--filter key=value,value` and `--search`. A value may be given by its key or
 * by its name. @throws CliError that names the near ones of what doesn't exist
 */
export async function readFilter(
  client: Client,
  projectId: string,
  { filter: given = [], search }: FilterOptions,
): Promise<ConversationFilter> {
  const wanted = new Map<string, string[]>();
  for (const text of given) {
    const [key, values] = splitFilter(text);
    wanted.set(key, [...(wanted.get(key) ?? []), ...values]);
  }
  const filter: ConversationFilter = search ? { search } : {};
  const labels: Record<string, string[]> = {};
  const dimensions = needsTaxonomy(wanted) ? await readDimensions(client, projectId) : new Map();
  for (const [key, values] of wanted) {
    if (key === "status") filter.status = values.map((value) => pick(key, fixed.status, value));
    else if (key === "origin")
      filter.origin = values.map((value) => pick(key, fixed.origin, value));
    else if (key === "practice") filter.practice = practiceOf(values);
    else if (key === "document") filter.documentId = await documentIds(client, projectId, values);
    else labels[key] = labelValues(dimensions, key, values);
  }
  return Object.keys(labels).length > 0 ? { ...filter, labels } : filter;
}

function splitFilter(text: string): [string, string[]] {
  const equals = text.indexOf("=");
  const values = text
    .slice(equals + 1)
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
  if (equals > 0 && values.length > 0) return [text.slice(0, equals).trim(), values];
  throw wrong(`The filter "${text}" can't be read: write it as persona=a-value or status=approved`);
}

function needsTaxonomy(wanted: ReadonlyMap<string, string[]>): boolean {
  return [...wanted.keys()].some((key) => !(key in fixed) && key !== "document");
}

/** Dimension -> its values, of the project's own taxonomy. */
async function readDimensions(client: Client, projectId: string): Promise<Map<string, Choice[]>> {
  const { dimensions } = await client.projects.taxonomy({ projectId });
  const found = new Map<string, Choice[]>(dimensions.map(({ key, values }) => [key, values]));
  return found.set(
    "tier",
    tiers.map((key) => ({ key, label: key.replaceAll("_", " ") })),
  );
}

function labelValues(
  dimensions: ReadonlyMap<string, Choice[]>,
  dimension: string,
  values: readonly string[],
): string[] {
  const choices = dimensions.get(dimension);
  if (!choices) {
    const known = [...Object.keys(fixed), "document", ...dimensions.keys()];
    throw wrong(`There is no filter "${dimension}"${instead(dimension, known)}`);
  }
  return values.map((value) => {
    const same = (text: string) => text.toLowerCase() === value.toLowerCase();
    const found = choices.find(({ key, label }) => same(key) || same(label));
    if (found) return found.key;
    const near = [...choices.map(({ key }) => key), ...choices.map(({ label }) => label)];
    throw wrong(`"${value}" is no value of ${dimension}${instead(value, near, choices)}`);
  });
}

function pick<T extends string>(key: string, known: readonly T[], value: string): T {
  const found = known.find((each) => each === value.toLowerCase().replaceAll(/[ -]/g, "_"));
  if (found) return found;
  throw wrong(`"${value}" is no value of ${key}${instead(value, known)}`);
}

function practiceOf(values: readonly string[]): boolean {
  const [value, ...more] = values.map((each) => pick("practice", fixed.practice, each));
  if (more.length === 0) return value === "yes";
  throw wrong("The filter practice takes one value, yes or no");
}

async function documentIds(
  client: Client,
  projectId: string,
  values: readonly string[],
): Promise<string[]> {
  const documents = await client.sources.listDocuments({ projectId });
  return values.map((value) => {
    const found = documents.find(({ id, slug, fileName, title }) =>
      [id, slug, fileName, title].includes(value),
    );
    if (found) return found.id;
    const names = documents.map(({ fileName }) => fileName);
    throw wrong(`No document is called "${value}"${instead(value, names)}`);
  });
}

/** "; did you mean a or b?", or all there is where nothing is near. */
function instead(typed: string, known: readonly string[], choices?: readonly Choice[]): string {
  const near = nearWords(typed, known);
  if (near.length > 0) return `; did you mean ${near.join(" or ")}?`;
  const all = choices ? choices.map(({ key }) => key) : known;
  return all.length > 0 ? `; there are ${all.join(", ")}.` : "; there are none yet.";
}

function wrong(sentence: string): CliError {
  const ended = /[.?]$/.test(sentence) ? sentence : `${sentence}.`;
  return new CliError(exitCodes.usage, `${ended} Nothing was done.`);
}
