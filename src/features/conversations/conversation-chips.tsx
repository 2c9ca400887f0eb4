"use client";

import { useQuery } from "@tanstack/react-query";
import { axisLabel, chosenOn, valueLabel, withChosen } from "./filter-axes.ts";
import type { TaxonomyLabels } from "./use-taxonomy-labels.ts";
import { api } from "#/api/client.ts";
import type { ConversationFilter } from "#/core/conversations/schema.ts";
import { FilterChips } from "#/ui/data-table/filter-chips.tsx";

/** What a filter holds, in words, each to be taken away: above the table, and where a filter goes along. */
export function ConversationChips({
  projectId,
  filter,
  names,
  onFilter,
}: {
  projectId: string;
  filter: ConversationFilter;
  names: TaxonomyLabels;
  onFilter: (filter: ConversationFilter) => void;
}) {
  const documentIds = filter.documentId ?? [];
  const documents = useQuery(
    api.sources.listDocuments.queryOptions({
      input: { projectId },
      enabled: documentIds.length > 0,
    }),
  );
  const axes = ["status", "origin", "practice", "document", ...Object.keys(filter.labels ?? {})];
  const valueOf = (axis: string, value: string) =>
    axis === "document"
      ? (documents.data?.find(({ id }) => id === value)?.title ?? "One document")
      : valueLabel(axis, value, names);
  const chips = axes.flatMap((axis) => {
    const chosen = chosenOn(filter, axis);
    return chosen.map((value) => ({
      key: `${axis}.${value}`,
      axis: axisLabel(axis, names),
      value: valueOf(axis, value),
      remove: () =>
        onFilter(
          withChosen(
            filter,
            axis,
            chosen.filter((each) => each !== value),
          ),
        ),
    }));
  });
  const { search, ...withoutSearch } = filter;
  if (search) {
    chips.push({
      key: "search",
      axis: "Search",
      value: search,
      remove: () => onFilter(withoutSearch),
    });
  }
  return <FilterChips chips={chips} onClear={() => onFilter({})} />;
}
