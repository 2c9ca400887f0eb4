"use client";

import { Text, VisuallyHidden } from "@mantine/core";
import Link from "next/link";
import type { CSSProperties } from "react";
import {
  type Cell,
  cellInWords,
  type Coverage,
  coverageInWords,
  heatOf,
  mostPlanned,
} from "./coverage.ts";
import classes from "./overview.module.css";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { formatCount } from "#/lib/format.ts";
import { ScrollBox } from "#/ui/scroll-box.tsx";

/** Two dimensions against each other; each filled cell opens its conversations. */
export function CoverageMatrix({
  projectId,
  coverage,
  caption,
  corner,
}: {
  projectId: string;
  coverage: Coverage;
  caption: string;
  /** What the first column holds. */
  corner: string;
}) {
  const { rows, columns, cells, rowDimension, columnDimension } = coverage;
  const most = mostPlanned(coverage);
  return (
    <>
      <ScrollBox label={caption}>
        <table className={classes.matrix}>
          <caption>
            <VisuallyHidden>{caption}</VisuallyHidden>
          </caption>
          <thead>
            <tr>
              <th scope="col">
                <VisuallyHidden>{corner}</VisuallyHidden>
              </th>
              {columns.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.key}>
                <th scope="row">{row.label}</th>
                {columns.map((column, place) => {
                  const cell = cells[index]?.[place];
                  return (
                    <MatrixCell
                      key={column.key}
                      cell={cell}
                      most={most}
                      name={`${row.label}, ${column.label}`}
                      href={conversationsHref(projectId, {
                        filter: {
                          labels: { [rowDimension]: [row.key], [columnDimension]: [column.key] },
                        },
                      })}
                    />
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <Text size="xs" c="dimmed" mt="xs">
        {coverageInWords(coverage)}
      </Text>
    </>
  );
}

function MatrixCell({
  cell,
  most,
  name,
  href,
}: {
  cell: Cell | undefined;
  most: number;
  name: string;
  href: string;
}) {
  if (!cell || cell.planned === 0) {
    return (
      <td data-empty>
        <span aria-hidden>–</span>
        <VisuallyHidden>none</VisuallyHidden>
      </td>
    );
  }
  const words = cellInWords(cell);
  const heat: CSSProperties & Record<"--heat", number> = { "--heat": heatOf(cell, most) };
  return (
    <td style={heat}>
      <Link href={href} aria-label={`${name}: ${words}`} title={words} prefetch={false}>
        <span className="tabular">
          <b>{formatCount(cell.approved)}</b> / {formatCount(cell.generated)} /{" "}
          {formatCount(cell.planned)}
        </span>
      </Link>
    </td>
  );
}
