"use client";

import { Checkbox, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./facets.module.css";
import { formatCount } from "#/lib/format.ts";

export interface FacetOption {
  value: string;
  label: string;
  /** Rows that this value would show under all other filters. */
  count: number;
}

const SEARCH_FROM = 7;

/** Values of one axis to tick, with their counts; long lists can be searched. */
export function FacetList({
  label,
  options,
  chosen,
  onChange,
}: {
  label: string;
  options: FacetOption[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = options.filter((option) => option.label.toLowerCase().includes(wanted));
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);

  return (
    <Stack gap={6}>
      {options.length >= SEARCH_FROM ? (
        <TextInput
          size="xs"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder="Search"
          aria-label={`Search in ${label}`}
          leftSection={<IconSearch size={14} />}
          data-autofocus
        />
      ) : null}
      <ScrollArea.Autosize mah={300} type="auto" offsetScrollbars="present">
        <fieldset aria-label={label} className={classes.group}>
          {shown.map((option) => (
            <Checkbox
              key={option.value}
              size="xs"
              classNames={{ root: classes.option ?? "", body: classes.body ?? "" }}
              checked={chosen.includes(option.value)}
              onChange={() => toggle(option.value)}
              label={
                <span className={classes.label}>
                  <span>{option.label}</span>
                  <span className={classes.count}>{formatCount(option.count)}</span>
                </span>
              }
            />
          ))}
          {shown.length === 0 ? (
            <Text size="xs" c="dimmed" p={6}>
              {wanted ? `Nothing called “${search.trim()}”` : "No values yet"}
            </Text>
          ) : null}
        </fieldset>
      </ScrollArea.Autosize>
    </Stack>
  );
}
