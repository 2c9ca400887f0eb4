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
  const versionName = useVersionNames(projectId, (filter.templateVersionId ?? []).length > 0);
  const axes = [
    "status",
    "origin",
    "practice",
    "document",
    "template",
    ...Object.keys(filter.labels ?? {}),
  ];
  const valueOf = (axis: string, value: string) => {
    if (axis === "template") return versionName(value);
    return axis === "document"
      ? (documents.data?.find(({ id }) => id === value)?.title ?? "One document")
      : valueLabel(axis, value, names);
  };
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

/** "Real-life situation, version 3" for the id of a template's version. */
function useVersionNames(projectId: string, enabled: boolean): (versionId: string) => string {
  const { data } = useQuery(api.templates.list.queryOptions({ input: { projectId }, enabled }));
  return (versionId) => {
    for (const { name, versions } of data ?? []) {
      const version = versions.find(({ id }) => id === versionId);
      if (version) return `${name}, version ${version.number}`;
    }
    return "One version";
  };
}
