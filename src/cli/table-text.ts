/** A column: its heading, what stands in it, and whether figures line up at its right. */
export interface Column<Row> {
  heading: string;
  cell: (row: Row) => string;
  right?: boolean;
}

/** Rows as aligned text under their headings; columns in which nothing stands are left out. */
export function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const filled = columns
    .map((column) => ({ ...column, cells: rows.map((row) => column.cell(row)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const widths = filled.map(({ heading, cells }) =>
    [heading, ...cells].reduce((most, text) => Math.max(most, text.length), 0),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return filled[index]?.right ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [
    line(filled.map(({ heading }) => heading)),
    ...rows.map((_, row) => line(filled.map(({ cells }) => cells[row] ?? ""))),
  ].join("\n");
}

/** Facts, one a line, their names aligned; empty ones are left out. */
export function factsText(facts: readonly (readonly [name: string, value: string])[]): string {
  const told = facts.filter(([, value]) => value !== "");
  const width = told.reduce((most, [name]) => Math.max(most, name.length), 0);
  return told.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}
