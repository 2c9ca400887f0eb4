"use client";

import { VisuallyHidden } from "@mantine/core";
import { openCell } from "./cell-dialog.tsx";
import { cellInWords, isGap, placeCell } from "./coverage.ts";
import { Figures } from "./coverage-matrix.tsx";
import classes from "./overview.module.css";
import type { Coverage } from "#/core/overview/coverage-schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCounted } from "#/lib/format.ts";

/** The matrix where there is no width for it: one value at a time, its pairs below each other. */
export function CoverageList({ projectId, coverage }: { projectId: string; coverage: Coverage }) {
  const { may } = useSession();
  return (
    <div>
      {coverage.rows.map((row, index) => {
        const line = coverage.columns.flatMap((column, place) => {
          const placed = placeCell(coverage, index, place);
          return placed ? [{ key: column.key, label: column.label, placed }] : [];
        });
        const gaps = line.filter(({ placed }) => isGap(placed.cell)).length;
        return (
          <details key={row.key} className={classes.pairs}>
            <summary>
              <span>{row.label}</span>
              <small>{gaps > 0 ? formatCounted(gaps, "gap") : "no gaps"}</small>
            </summary>
            <ul>
              {line.map(({ key, label, placed }) => (
                <li key={key} data-gap={isGap(placed.cell) || undefined}>
                  <button
                    type="button"
                    onClick={() => openCell({ projectId, placed, mayWrite: may("write") })}
                  >
                    <span>{label}</span>
                    <Figures cell={placed.cell} />
                    <VisuallyHidden>{cellInWords(placed.cell)}</VisuallyHidden>
                  </button>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </div>
  );
}
