import { Text, VisuallyHidden } from "@mantine/core";
import { useId } from "react";
import classes from "./planning.module.css";
import { formatCount } from "#/lib/format.ts";

/**
 * Values of one dimension with what a plan adds and what stands already: one bar each, the standing part
 * first and paler. The numbers say it all.
 */
export function SpreadBars({
  label,
  values,
}: {
  label: string;
  values: readonly { label: string; count: number; standing: number }[];
}) {
  const id = useId();
  const most = Math.max(1, ...values.map(({ count, standing }) => count + standing));
  const stands = values.some(({ standing }) => standing > 0);
  const widthOf = (part: number) => ({ width: `${(part / most) * 100}%` });
  return (
    <div>
      <Text size="sm" fw={600} id={id} mb={4}>
        {label}
      </Text>
      <ul className={classes.bars} data-stands={stands || undefined} aria-labelledby={id}>
        {values.map((value) => (
          <li key={value.label} data-empty={value.count === 0 || undefined}>
            <span className={classes.barLabel} title={value.label}>
              {value.label}
            </span>
            <span className={classes.barTrack} aria-hidden>
              <span data-stands style={widthOf(value.standing)} />
              <span style={widthOf(value.count)} />
            </span>
            {stands ? (
              <span className={classes.stands}>
                {formatCount(value.standing)}
                <VisuallyHidden> there already, this adds </VisuallyHidden>
              </span>
            ) : null}
            <span className="tabular">
              {stands ? "+" : ""}
              {formatCount(value.count)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
