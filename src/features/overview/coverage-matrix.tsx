"use client";

import { ActionIcon, VisuallyHidden } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import Link from "next/link";
import type { CSSProperties } from "react";
import { openCell } from "./cell-dialog.tsx";
import {
  type Cell,
  cellInWords,
  filterOf,
  heatOf,
  isGap,
  mostPlanned,
  type PlacedCell,
  placeCell,
} from "./coverage.ts";
import classes from "./overview.module.css";
import type { Coverage } from "#/core/overview/coverage-schema.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount } from "#/lib/format.ts";
import { ScrollBox } from "#/ui/scroll-box.tsx";

/** Two dimensions against each other; each filled cell opens its conversations, each can be planned. */
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
  const { rows, columns } = coverage;
  const most = mostPlanned(coverage);
  return (
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
            {columns.map(({ key, label, retired }) => (
              <th key={key} scope="col">
                {label}
                {retired ? " (retired)" : ""}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.key}>
              <th scope="row">
                {row.label}
                {row.retired ? " (retired)" : ""}
              </th>
              {columns.map((column, place) => {
                const placed = placeCell(coverage, index, place);
                return placed ? (
                  <MatrixCell key={column.key} projectId={projectId} placed={placed} most={most} />
                ) : null;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function MatrixCell({
  projectId,
  placed,
  most,
}: {
  projectId: string;
  placed: PlacedCell;
  most: number;
}) {
  const { cell, name } = placed;
  const { may } = useSession();
  const words = cellInWords(cell);
  // Before anything is planned all of it is missing: marks on every cell would say nothing.
  const isMarked = most > 0 && isGap(cell);
  const heat: CSSProperties & Record<"--heat", number> = { "--heat": heatOf(cell, most) };
  const open = () => openCell({ projectId, placed, mayWrite: may("write") });
  if (cell.planned === 0) {
    return (
      <td data-empty data-gap={isMarked || undefined}>
        <button type="button" className={classes.cell} title={words} onClick={open}>
          <IconPlus size={14} aria-hidden />
          {cell.wanted ? (
            <span className="tabular" aria-hidden>
              0 of {formatCount(cell.wanted)}
            </span>
          ) : null}
          <VisuallyHidden>
            {name}: {words}
          </VisuallyHidden>
        </button>
      </td>
    );
  }
  return (
    <td style={heat} data-gap={isMarked || undefined}>
      <Link
        className={classes.cell}
        href={conversationsHref(projectId, { filter: filterOf(placed) })}
        title={words}
        prefetch={false}
      >
        <Figures cell={cell} />
        <VisuallyHidden>
          {name}: {words}
        </VisuallyHidden>
      </Link>
      <ActionIcon
        className={classes.more ?? ""}
        size={24}
        variant="default"
        aria-label={`More for ${name}`}
        onClick={open}
      >
        <IconDots size={14} />
      </ActionIcon>
    </td>
  );
}

/** "1 / 3 / 4" above "of 5"; zeros step back, so that the eye finds what is there. */
export function Figures({ cell }: { cell: Cell }) {
  return (
    <span className="tabular" aria-hidden>
      <Figure count={cell.approved} strong /> / <Figure count={cell.generated} /> /{" "}
      <Figure count={cell.planned} />
      {cell.wanted === null ? null : <small> of {formatCount(cell.wanted)}</small>}
    </span>
  );
}

function Figure({ count, strong = false }: { count: number; strong?: boolean }) {
  if (count === 0) return <>0</>;
  return strong ? <b>{formatCount(count)}</b> : <span>{formatCount(count)}</span>;
}
