import { Text } from "@mantine/core";
import { useId } from "react";
import classes from "./planning.module.css";
import { formatCount } from "#/lib/format.ts";

/** Values of one dimension with their counts, each with a bar of its share; the numbers say it all. */
export function SpreadBars({
  label,
  values,
}: {
  label: string;
  values: readonly { label: string; count: number }[];
}) {
  const id = useId();
  const most = Math.max(1, ...values.map(({ count }) => count));
  return (
    <div>
      <Text size="sm" fw={600} id={id} mb={4}>
        {label}
      </Text>
      <ul className={classes.bars} aria-labelledby={id}>
        {values.map((value) => (
          <li key={value.label} data-empty={value.count === 0 || undefined}>
            <span className={classes.barLabel} title={value.label}>
              {value.label}
            </span>
            <span className={classes.barTrack} aria-hidden>
              <span style={{ width: `${(value.count / most) * 100}%` }} />
            </span>
            <span className="tabular">{formatCount(value.count)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
