import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./planning.module.css";

/** Name and text, or name and list; what is empty is left out. */
export function Terms({
  terms,
}: {
  terms: readonly { name: string; value: ReactNode | readonly string[] }[];
}) {
  const shown = terms.filter(({ value }) =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== "",
  );
  if (shown.length === 0) return null;
  return (
    <dl className={classes.terms}>
      {shown.map(({ name, value }) => (
        <div key={name}>
          <Text component="dt" size="xs" c="dimmed" fw={550}>
            {name}
          </Text>
          <Text component="dd" size="sm" m={0}>
            {isTexts(value) ? (
              <ul>
                {value.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            ) : (
              value
            )}
          </Text>
        </div>
      ))}
    </dl>
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
