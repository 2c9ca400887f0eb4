import { Button, CloseButton } from "@mantine/core";
import classes from "./facets.module.css";

export interface FilterChip {
  key: string;
  /** "Persona". */
  axis: string;
  /** "Recent Retiree". */
  value: string;
  remove: () => void;
}

/** What is filtered by, each to be taken away, and all of it at once. */
export function FilterChips({ chips, onClear }: { chips: FilterChip[]; onClear: () => void }) {
  if (chips.length === 0) return null;
  return (
    <fieldset className={classes.chips} aria-label="Active filters">
      {chips.map((chip) => (
        <span key={chip.key} className={classes.chip}>
          <span>
            <span className={classes.axis}>{chip.axis}</span>
            <b>{chip.value}</b>
          </span>
          <CloseButton
            size={24}
            iconSize={13}
            radius="xl"
            aria-label={`Remove ${chip.axis}: ${chip.value}`}
            onClick={chip.remove}
          />
        </span>
      ))}
      <Button variant="subtle" size="compact-sm" onClick={onClear}>
        Clear all
      </Button>
    </fieldset>
  );
}
