import type { TaxonomyLabels } from "./use-taxonomy-labels.ts";
import { badgeLooks } from "./badge-looks.ts";
import type { ConversationFilter, Facets } from "#/core/conversations/schema.ts";
import { badges, type Badge } from "#/core/conversations/states.ts";
import { tiers } from "#/core/taxonomy/schema.ts";
import type { FacetOption } from "#/ui/data-table/facet-list.tsx";

/** The axes with a button of their own above the table; all others stand behind "More filters". */
export const mainAxes = ["persona", "emotion", "topic", "tier", "status"];

const origins = [
  { value: "planned", label: "Planned" },
  { value: "seed", label: "Seeds" },
] as const;
const practices = [
  { value: "true", label: "Practice" },
  { value: "false", label: "Not practice" },
] as const;

/** Every axis behind "More filters", in the order that it is shown. */
export function furtherAxes(names: TaxonomyLabels): string[] {
  const own = names.dimensions
    .filter(({ key, retired }) => !mainAxes.includes(key) && !retired)
    .map(({ key }) => key);
  return ["origin", ...own, "practice"];
}

export function axisLabel(axis: string, names: TaxonomyLabels): string {
  if (axis === "status") return "Status";
  if (axis === "origin") return "Origin";
  if (axis === "practice") return "Writer";
  if (axis === "document") return "Document";
  if (axis === "template") return "Template";
  return names.dimensionLabel(axis);
}

export function valueLabel(axis: string, value: string, names: TaxonomyLabels): string {
  if (axis === "status") return badgeLooks[value as Badge]?.label ?? value;
  if (axis === "origin") return origins.find((each) => each.value === value)?.label ?? value;
  if (axis === "practice") return practices.find((each) => each.value === value)?.label ?? value;
  return names.labelOf(axis, value);
}

/** The values that are chosen on an axis. */
export function chosenOn(filter: ConversationFilter, axis: string): string[] {
  if (axis === "status") return filter.status ?? [];
  if (axis === "origin") return filter.origin ?? [];
  if (axis === "document") return filter.documentId ?? [];
  if (axis === "template") return filter.templateVersionId ?? [];
  if (axis === "practice") return filter.practice === undefined ? [] : [String(filter.practice)];
  return filter.labels?.[axis] ?? [];
}

/** The filter with other values on one axis; an axis without values filters nothing. */
export function withChosen(
  filter: ConversationFilter,
  axis: string,
  values: string[],
): ConversationFilter {
  const { status, origin, documentId, templateVersionId, practice, labels = {}, search } = filter;
  const others = Object.fromEntries(Object.entries(labels).filter(([key]) => key !== axis));
  const isColumn = ["status", "origin", "document", "template", "practice"].includes(axis);
  const nextLabels = isColumn || values.length === 0 ? others : { ...others, [axis]: values };
  return clean({
    status: axis === "status" ? badges.filter((badge) => values.includes(badge)) : status,
    origin:
      axis === "origin"
        ? origins.map(({ value }) => value).filter((value) => values.includes(value))
        : origin,
    documentId: axis === "document" ? values : documentId,
    templateVersionId: axis === "template" ? values : templateVersionId,
    // Both ticked is the same as none: the last one ticked wins.
    practice:
      axis === "practice" ? (values.length > 0 ? values.at(-1) === "true" : undefined) : practice,
    labels: nextLabels,
    search,
  });
}

/** What an axis offers: the project's values in their order, then any other that rows still carry. */
export function optionsOf(
  axis: string,
  names: TaxonomyLabels,
  facets: Facets | undefined,
  chosen: string[],
): FacetOption[] {
  const counts = facets?.counts[axis] ?? {};
  const values = new Set([...knownValues(axis, names), ...Object.keys(counts), ...chosen]);
  return [...values].map((value) => ({
    value,
    label: valueLabel(axis, value, names),
    count: counts[value] ?? 0,
  }));
}

/** Whether anything is filtered by. */
export function isFiltered(filter: ConversationFilter): boolean {
  return Object.keys(clean(filter)).length > 0;
}

function knownValues(axis: string, names: TaxonomyLabels): readonly string[] {
  if (axis === "status") return badges;
  if (axis === "origin") return origins.map(({ value }) => value);
  if (axis === "practice") return practices.map(({ value }) => value);
  if (axis === "tier") return tiers;
  const values = names.dimensions.find(({ key }) => key === axis)?.values ?? [];
  return values.filter(({ retired }) => !retired).map(({ key }) => key);
}

type Loose<T> = { [Key in keyof T]: T[Key] | undefined };

function clean(filter: Loose<ConversationFilter>): ConversationFilter {
  const { status, origin, documentId, templateVersionId, practice, labels, search } = filter;
  return {
    ...(status?.length ? { status } : {}),
    ...(origin?.length ? { origin } : {}),
    ...(documentId?.length ? { documentId } : {}),
    ...(templateVersionId?.length ? { templateVersionId } : {}),
    ...(practice === undefined ? {} : { practice }),
    ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
    ...(search ? { search } : {}),
  };
}
