import { type Ref, useMemo } from "react";
import classes from "./templates.module.css";
import type { Placeholder, PlaceholderFault } from "#/lib/placeholders.ts";

interface Mark {
  start: number;
  end: number;
  isFault: boolean;
}

/** A plain textarea over a copy of its text in which placeholders and faults are tinted. */
export function MarkedTextarea({
  label,
  value,
  placeholders,
  faults,
  readOnly,
  describedBy,
  inputRef,
  onChange,
}: {
  label: string;
  value: string;
  placeholders: Placeholder[];
  faults: PlaceholderFault[];
  readOnly: boolean;
  describedBy: string;
  inputRef: Ref<HTMLTextAreaElement>;
  onChange: (value: string) => void;
}) {
  const parts = useMemo(() => partsOf(value, placeholders, faults), [value, placeholders, faults]);
  return (
    <div className={classes.sheet}>
      <div className={classes.stack}>
        <div aria-hidden className={classes.tint}>
          {parts.map((part) =>
            part.kind === "text" ? (
              part.text
            ) : (
              <mark key={part.start} data-fault={part.kind === "fault"}>
                {part.text}
              </mark>
            ),
          )}
          {"\n"}
        </div>
        <textarea
          ref={inputRef}
          className={classes.input}
          aria-label={label}
          aria-describedby={describedBy}
          aria-invalid={faults.length > 0}
          value={value}
          readOnly={readOnly}
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}

type Part = { kind: "text" | "name" | "fault"; start: number; text: string };

function partsOf(
  value: string,
  placeholders: readonly Placeholder[],
  faults: readonly PlaceholderFault[],
): Part[] {
  const isFaulty = new Set(faults.map(({ start }) => start));
  const marks: Mark[] = [
    ...placeholders
      .filter(({ start }) => !isFaulty.has(start))
      .map(({ start, end }) => ({ start, end, isFault: false })),
    ...faults.map(({ start, end }) => ({ start, end, isFault: true })),
  ].toSorted((one, other) => one.start - other.start);
  const parts: Part[] = [];
  let at = 0;
  for (const { start, end, isFault } of marks) {
    if (start < at) continue;
    parts.push({ kind: "text", start: at, text: value.slice(at, start) });
    parts.push({ kind: isFault ? "fault" : "name", start, text: value.slice(start, end) });
    at = end;
  }
  parts.push({ kind: "text", start: at, text: value.slice(at) });
  return parts;
}
