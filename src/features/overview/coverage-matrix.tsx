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
  const heat: CSSProperties & Record<"--heat", number> = { "--heat": heatOf(cell, most) };
  return (
    <td style={heat}>
      <CellLink cell={cell} name={name} href={href} />
    </td>
  );
}

function CellLink({ cell, name, href }: { cell: Cell; name: string; href: string }) {
  const words = cellInWords(cell);
  return (
    <Link href={href} title={words} prefetch={false}>
      <span className="tabular" aria-hidden>
        <Figure count={cell.approved} strong /> / <Figure count={cell.generated} /> /{" "}
        <Figure count={cell.planned} />
      </span>
      <VisuallyHidden>
        {name}: {words}
      </VisuallyHidden>
    </Link>
  );
}

/** Zeros step back, so that the eye finds what is there. */
function Figure({ count, strong = false }: { count: number; strong?: boolean }) {
  if (count === 0) return <>0</>;
  return strong ? <b>{formatCount(count)}</b> : <span>{formatCount(count)}</span>;
}
