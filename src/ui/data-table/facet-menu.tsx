"use client";

import { Button, Popover } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./facets.module.css";
import { FacetList, type FacetOption } from "./facet-list.tsx";
import { formatCount } from "#/lib/format.ts";

/** A filter as a button above the table; it says how many values are chosen. */
export function FacetButton({
  label,
  chosen,
  width = 250,
  children,
}: {
  label: string;
  chosen: number;
  width?: number;
  children: ReactNode;
}) {
  return (
    <Popover width={width} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          className={classes.button ?? ""}
          mod={{ active: chosen > 0 }}
          rightSection={<IconChevronDown size={14} stroke={1.8} aria-hidden />}
        >
          {label}
          {chosen > 0 ? (
            <span className={classes.chosen}>
              {formatCount(chosen)}
              <span className={classes.hidden}> chosen</span>
            </span>
          ) : null}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8} className={classes.dropdown ?? ""} aria-label={`${label} filter`}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}

/** The same with one list of values in it. */
export function FacetMenu({
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
  return (
    <FacetButton label={label} chosen={chosen.length}>
      <FacetList label={label} options={options} chosen={chosen} onChange={onChange} />
    </FacetButton>
  );
}
