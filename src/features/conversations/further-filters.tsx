"use client";

import { Accordion, Text } from "@mantine/core";
import { axisLabel, chosenOn, furtherAxes, optionsOf } from "./filter-axes.ts";
import classes from "./conversations.module.css";
import type { TaxonomyLabels } from "./use-taxonomy-labels.ts";
import type { ConversationFilter, Facets } from "#/core/conversations/schema.ts";
import { FacetList } from "#/ui/data-table/facet-list.tsx";
import { FacetButton } from "#/ui/data-table/facet-menu.tsx";

/** The axes without a button of their own: origin, the project's other dimensions, the writer. */
export function FurtherFilters({
  filter,
  names,
  facets,
  onChange,
}: {
  filter: ConversationFilter;
  names: TaxonomyLabels;
  facets: Facets | undefined;
  onChange: (axis: string, values: string[]) => void;
}) {
  const axes = furtherAxes(names);
  const chosen = axes.reduce((sum, axis) => sum + chosenOn(filter, axis).length, 0);
  return (
    <FacetButton label="More filters" chosen={chosen} width={290}>
      <Accordion
        chevronSize={16}
        classNames={{
          item: classes.axisItem ?? "",
          control: classes.axisControl ?? "",
          content: classes.axisContent ?? "",
        }}
      >
        {axes.map((axis) => {
          const values = chosenOn(filter, axis);
          const label = axisLabel(axis, names);
          return (
            <Accordion.Item key={axis} value={axis}>
              <Accordion.Control>
                <Text span size="sm" fw={values.length > 0 ? 600 : 450}>
                  {label}
                  {values.length > 0 ? ` (${values.length})` : ""}
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                <FacetList
                  label={label}
                  options={optionsOf(axis, names, facets, values)}
                  chosen={values}
                  onChange={(next) => onChange(axis, next)}
                />
              </Accordion.Panel>
            </Accordion.Item>
          );
        })}
      </Accordion>
    </FacetButton>
  );
}
