"use client";

import { Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { axisLabel, chosenOn, mainAxes, optionsOf, valueLabel, withChosen } from "./filter-axes.ts";
import { FurtherFilters } from "./further-filters.tsx";
import { SearchField } from "./search-field.tsx";
import type { TaxonomyLabels } from "./use-taxonomy-labels.ts";
import { api } from "#/api/client.ts";
import type { ConversationFilter, Facets } from "#/core/conversations/schema.ts";
import { FacetMenu } from "#/ui/data-table/facet-menu.tsx";
import { FilterChips } from "#/ui/data-table/filter-chips.tsx";

interface FilterBarProps {
  projectId: string;
  filter: ConversationFilter;
  names: TaxonomyLabels;
  facets: Facets | undefined;
  onFilter: (filter: ConversationFilter) => void;
  onSearch: (search: string) => void;
  /** Stands at the end of the row. */
  children?: ReactNode;
}

/** Search, the filters with their counts, and what is chosen as chips. */
export function FilterBar(props: FilterBarProps) {
  const { filter, names, facets, onFilter, onSearch, children } = props;
  const change = (axis: string, values: string[]) => onFilter(withChosen(filter, axis, values));
  return (
    <Stack gap="xs" mb="xs">
      <Group gap={6} align="center">
        <SearchField value={filter.search ?? ""} onSearch={onSearch} />
        {mainAxes.map((axis) => {
          const chosen = chosenOn(filter, axis);
          return (
            <FacetMenu
              key={axis}
              label={axisLabel(axis, names)}
              options={optionsOf(axis, names, facets, chosen)}
              chosen={chosen}
              onChange={(values) => change(axis, values)}
            />
          );
        })}
        <FurtherFilters filter={filter} names={names} facets={facets} onChange={change} />
        {children}
      </Group>
      <Chips {...props} onChange={change} />
    </Stack>
  );
}

function Chips({
  projectId,
  filter,
  names,
  onFilter,
  onSearch,
  onChange,
}: FilterBarProps & { onChange: (axis: string, values: string[]) => void }) {
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
        onChange(
          axis,
          chosen.filter((each) => each !== value),
        ),
    }));
  });
  if (filter.search) {
    chips.push({
      key: "search",
      axis: "Search",
      value: filter.search,
      remove: () => onSearch(""),
    });
  }
  return <FilterChips chips={chips} onClear={() => onFilter({})} />;
}
