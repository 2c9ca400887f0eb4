import { z } from "zod";

const axisSchema = z.array(
  z.object({
    key: z.string(),
    label: z.string(),
    /** Rows still carry it, and no new ones are planned for it. */
    retired: z.boolean(),
  }),
);

/** A pair of values that has fewer rows than its share. */
export const coverageGapSchema = z.object({
  row: z.string(),
  column: z.string(),
  planned: z.number().int(),
  wanted: z.number().int(),
  /** "No Recent Retiree who asks about tax: 0 of 2 wanted". */
  sentence: z.string(),
});
export type CoverageGap = z.infer<typeof coverageGapSchema>;

/** Two dimensions against each other. All counts are of planned conversations; seeds are not among them. */
export const coverageSchema = z.object({
  rowDimension: z.string(),
  columnDimension: z.string(),
  /** Rows over which the weights are shared: what the project set out for, or what is planned if that is more. */
  target: z.number().int(),
  planned: z.number().int(),
  rows: axisSchema,
  columns: axisSchema,
  /** rows x columns. */
  cells: z.array(
    z.array(
      z.object({
        planned: z.number().int(),
        generated: z.number().int(),
        approved: z.number().int(),
        /** Null where plans don't choose the value: a content category follows from documents. */
        wanted: z.number().int().nullable(),
      }),
    ),
  ),
  /** The worst ones first, at most fifty. */
  gaps: z.array(coverageGapSchema),
  /** How many there are altogether. */
  gapCount: z.number().int(),
});
export type Coverage = z.infer<typeof coverageSchema>;

export const coverageInput = z.object({
  projectId: z.uuid(),
  rowDimension: z.string().max(80).default("persona"),
  columnDimension: z.string().max(80).default("emotion"),
});
