import type { Coverage, CoverageGap } from "./coverage-schema.ts";
import { midSentence } from "../planning/row-title.ts";

type Axis = { key: string; label: string };

/**
 * The pairs that have fewer rows than they should, as sentences, worst first: most rows missing, then the
 * smallest part of what is wanted.
 */
export function findGaps(
  { rows, columns, cells }: Pick<Coverage, "rows" | "columns" | "cells">,
  { row, column, language }: { row: Axis; column: Axis; language: string },
): CoverageGap[] {
  const gaps = cells.flatMap((line, rowPlace) =>
    line.flatMap(({ planned, wanted }, columnPlace): CoverageGap[] => {
      const [one, other] = [rows[rowPlace], columns[columnPlace]];
      if (wanted === null || planned >= wanted || !one || !other) return [];
      const who = whoOf(
        { axis: row, label: one.label },
        { axis: column, label: other.label },
        language,
      );
      const share = `${planned.toLocaleString("en")} of ${wanted.toLocaleString("en")} wanted`;
      return [
        {
          row: one.key,
          column: other.key,
          planned,
          wanted,
          sentence:
            planned === 0
              ? `No ${who}: ${share}`
              : `${who.charAt(0).toUpperCase()}${who.slice(1)}: only ${share}`,
        },
      ];
    }),
  );
  return gaps.sort(
    (one, other) =>
      other.wanted - other.planned - (one.wanted - one.planned) ||
      one.planned / one.wanted - other.planned / other.wanted,
  );
}

interface Side {
  axis: Axis;
  label: string;
}

/** "Recent Retiree who asks about tax", or the two values beside their dimensions. */
function whoOf(one: Side, other: Side, language: string): string {
  if (other.axis.key === "persona" && one.axis.key !== "persona")
    return whoOf(other, one, language);
  const value = midSentence(other.label, language);
  if (one.axis.key === "persona" && other.axis.key === "topic") {
    return `${one.label} who asks about ${value}`;
  }
  if (one.axis.key === "persona" && other.axis.key === "emotion") {
    return `${one.label} who feels ${value}`;
  }
  const named = ({ axis, label }: Side) => `${midSentence(axis.label, language)} "${label}"`;
  return `conversation with ${named(one)} and ${named(other)}`;
}
