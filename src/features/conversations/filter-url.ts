import {
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs";
import {
  type ConversationFilter,
  type ConversationSort,
  labelSortSchema,
  sortKeys,
} from "#/core/conversations/schema.ts";
import { badges } from "#/core/conversations/states.ts";
import { builtInDimensions, slugSchema } from "#/core/taxonomy/schema.ts";

/** Everything of the table that lives in the URL. What can't be understood is left out, never an error. */
export interface ConversationQuery {
  filter: ConversationFilter;
  sort: ConversationSort;
  /** From 1. */
  page: number;
}

const values = parseAsArrayOf(parseAsString);

/**
 * One key of the URL each. Built-in dimensions have their own; a project's own ones share `label`, as
 * "dimension.value" (the key of a dimension has no dot in it).
 */
export const conversationParsers = {
  q: parseAsString,
  status: parseAsArrayOf(parseAsStringLiteral(badges)),
  persona: values,
  emotion: values,
  content_category: values,
  intent: values,
  tone: values,
  topic: values,
  outcome: values,
  tier: values,
  label: values,
  origin: parseAsArrayOf(parseAsStringLiteral(["planned", "seed"] as const)),
  practice: parseAsStringLiteral(["yes", "no"] as const),
  document: values,
  template: values,
  sort: parseAsString,
  page: parseAsInteger,
};
export type ConversationParams = inferParserType<typeof conversationParsers>;

const serialize = createSerializer(conversationParsers);

/** The query that a URL stands for. Absent keys filter nothing. */
export function queryOf(params: Partial<ConversationParams>): ConversationQuery {
  const labels = new Map<string, string[]>();
  for (const dimension of builtInDimensions) {
    const chosen = params[dimension];
    if (chosen?.length) labels.set(dimension, chosen);
  }
  for (const pair of params.label ?? []) {
    const dot = pair.indexOf(".");
    const dimension = pair.slice(0, Math.max(0, dot));
    if (!slugSchema.safeParse(dimension).success) continue;
    labels.set(dimension, [...(labels.get(dimension) ?? []), pair.slice(dot + 1)]);
  }
  const filter: ConversationFilter = {};
  if (params.status?.length) filter.status = params.status;
  if (params.origin?.length) filter.origin = params.origin;
  if (labels.size > 0) filter.labels = Object.fromEntries(labels);
  if (params.document?.length) filter.documentId = params.document;
  if (params.template?.length) filter.templateVersionId = params.template;
  if (params.practice) filter.practice = params.practice === "yes";
  if (params.q?.trim()) filter.search = params.q.trim().slice(0, 200);
  return { filter, sort: sortOf(params.sort ?? null), page: Math.max(1, params.page ?? 1) };
}

/** The other way round: every key is named, so that writing it clears what the query doesn't hold. */
export function paramsOf({ filter, sort, page }: Partial<ConversationQuery>): ConversationParams {
  const own = Object.entries(filter?.labels ?? {}).filter(([dimension]) => !isBuiltIn(dimension));
  const pairs = own.flatMap(([dimension, chosen]) =>
    chosen.map((value) => `${dimension}.${value}`),
  );
  const dimensions = Object.fromEntries(
    builtInDimensions.map((dimension) => [dimension, orNull(filter?.labels?.[dimension])]),
  ) as Pick<ConversationParams, (typeof builtInDimensions)[number]>;
  return {
    ...dimensions,
    q: filter?.search || null,
    status: orNull(filter?.status),
    label: orNull(pairs),
    origin: orNull(filter?.origin),
    practice: filter?.practice === undefined ? null : filter.practice ? "yes" : "no",
    document: orNull(filter?.documentId),
    template: orNull(filter?.templateVersionId),
    sort: paramOfSort(sort),
    page: page && page > 1 ? page : null,
  };
}

/** Address of the table under a query: "/projects/1/conversations?persona=saver&sort=-score". */
export function conversationsHref(
  projectId: string,
  query: Partial<ConversationQuery> = {},
): string {
  return serialize(`/projects/${projectId}/conversations`, paramsOf(query));
}

/** Address of one conversation; the table's query comes along for next, previous and back. */
export function conversationHref(
  projectId: string,
  conversationId: string,
  query: Partial<ConversationQuery> = {},
): string {
  return serialize(`/projects/${projectId}/conversations/${conversationId}`, paramsOf(query));
}

function isBuiltIn(dimension: string): boolean {
  return builtInDimensions.some((known) => known === dimension);
}

function orNull<T>(list: T[] | undefined): T[] | null {
  return list?.length ? list : null;
}

function sortOf(param: ConversationParams["sort"]): ConversationSort {
  const isDescending = param?.startsWith("-") ?? false;
  const name = isDescending ? param?.slice(1) : param;
  const key = sortKeys.find((known) => name === known) ?? labelSortSchema.safeParse(name).data;
  // What can't be understood sorts as the plan does.
  if (key === undefined) return { key: "position", direction: "asc" };
  return { key, direction: isDescending ? "desc" : "asc" };
}

function paramOfSort(sort: ConversationSort | undefined): ConversationParams["sort"] {
  if (!sort || (sort.key === "position" && sort.direction === "asc")) return null;
  return sort.direction === "desc" ? `-${sort.key}` : sort.key;
}
