"use client";

import { Button } from "@mantine/core";
import { Fragment, useState } from "react";
import classes from "./templates.module.css";
import { type DiffLine, type DiffSide, foldSame } from "#/lib/text-diff.ts";
import { formatCounted } from "#/lib/format.ts";

/** A comparison: side by side where there is room, one below the other on a narrow screen. */
export function DiffTable({ lines }: { lines: DiffLine[] }) {
  const [isWhole, setWhole] = useState(false);
  const blocks = isWhole ? [{ kind: "lines" as const, lines }] : foldSame(lines);
  return (
    <section className={classes.diff} aria-label="Comparison">
      {blocks.map((block, place) =>
        block.kind === "same" ? (
          <div key={place} className={classes.folded}>
            <Button size="compact-xs" variant="subtle" onClick={() => setWhole(true)}>
              {formatCounted(block.count, "line")} the same: show all
            </Button>
          </div>
        ) : (
          <Fragment key={place}>
            {block.lines.map((line) => (
              <div
                key={`${line.before?.number ?? ""}-${line.after?.number ?? ""}`}
                className={classes.diffRow}
                data-changed={line.isChanged}
              >
                <Side side={line.before} kind={line.isChanged ? "removed" : "same"} />
                <Side side={line.after} kind={line.isChanged ? "added" : "same"} />
              </div>
            ))}
          </Fragment>
        ),
      )}
    </section>
  );
}

function Side({ side, kind }: { side: DiffSide | null; kind: "same" | "added" | "removed" }) {
  if (!side) return <div className={classes.diffSide} data-kind="none" aria-hidden />;
  return (
    <div className={classes.diffSide} data-kind={kind}>
      <span className={classes.diffNumber} aria-hidden>
        {side.number}
      </span>
      <span className={classes.diffSign} aria-hidden>
        {kind === "added" ? "+" : kind === "removed" ? "−" : ""}
      </span>
      <span className={classes.diffText}>
        {side.parts.map((part, place) =>
          part.isChanged && kind === "added" ? (
            <ins key={place}>{part.text}</ins>
          ) : part.isChanged && kind === "removed" ? (
            <del key={place}>{part.text}</del>
          ) : (
            <Fragment key={place}>{part.text}</Fragment>
          ),
        )}
      </span>
    </div>
  );
}
