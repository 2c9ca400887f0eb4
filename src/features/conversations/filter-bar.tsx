"use client";

import { Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { ConversationChips } from "./conversation-chips.tsx";
import { axisLabel, chosenOn, mainAxes, optionsOf, withChosen } from "./filter-axes.ts";
import { FurtherFilters } from "./further-filters.tsx";
import { SearchField } from "./search-field.tsx";
import type { TaxonomyLabels } from "./use-taxonomy-labels.ts";
import type { ConversationFilter, Facets } from "#/core/conversations/schema.ts";
import { FacetMenu } from "#/ui/data-table/facet-menu.tsx";

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
      <ConversationChips
        projectId={props.projectId}
        filter={filter}
        names={names}
        onFilter={onFilter}
      />
    </Stack>
  );
}
