"use client";

import { Checkbox, Fieldset } from "@mantine/core";
import classes from "./setup.module.css";
import { type ChoosableDimension, choosableDimensions } from "#/core/taxonomy/choice-schema.ts";
import type { Taxonomy } from "#/core/taxonomy/schema.ts";

const titles: Record<ChoosableDimension, string> = {
  persona: "Customer types",
  emotion: "Feelings they come with",
  topic: "Topics",
};

/** The values of a pack, each with a box to leave it out. */
export function PackBoxes({
  taxonomy,
  leaveOut,
  onChange,
}: {
  taxonomy: Taxonomy;
  leaveOut: Record<ChoosableDimension, string[]>;
  onChange: (leaveOut: Record<ChoosableDimension, string[]>) => void;
}) {
  return choosableDimensions.map((dimension) => {
    const values = taxonomy.dimensions.find(({ key }) => key === dimension)?.values ?? [];
    const gone = new Set(leaveOut[dimension]);
    return (
      <Fieldset key={dimension} variant="unstyled" legend={titles[dimension]}>
        <div className={classes.boxes}>
          {values.map(({ key, label }) => (
            <Checkbox
              key={key}
              label={label}
              checked={!gone.has(key)}
              // The last one stays: without any, nothing could be planned.
              disabled={!gone.has(key) && values.length - gone.size === 1}
              onChange={(event) => {
                const next = new Set(gone);
                if (event.currentTarget.checked) next.delete(key);
                else next.add(key);
                onChange({ ...leaveOut, [dimension]: [...next] });
              }}
            />
          ))}
        </div>
      </Fieldset>
    );
  });
}
