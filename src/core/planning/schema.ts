import { z } from "zod";
import { rowPlanSchema } from "../conversations/schema.ts";
import { labelsSchema, type Tier, tierSchema } from "../taxonomy/schema.ts";

const count = z
  .number("Enter a whole number.")
  .int("Enter a whole number.")
  .min(0, "A count can't be below 0.")
  .max(10_000, "At most 10,000 rows can be planned at once.");

/** A proven mix of ninety. */
export const usualCounts: Record<Tier, number> = { template: 40, scenario: 35, edge_case: 15 };

export const planInput = z.object({
  projectId: z.uuid(),
  counts: z.object({ template: count, scenario: count, edge_case: count }).default(usualCounts),
  /** The same seed, taxonomy and standing rows give the same plan. */
  seed: z
    .number("Enter a whole number.")
    .int("Enter a whole number.")
    .min(0, "The variation is at least 0.")
    .max(2_147_483_647, "The variation is at most 2,147,483,647.")
    .default(1),
  /** A slice: dimension -> value that every row of this plan gets; the other dimensions are spread. */
  fixed: z.record(z.string().max(80), z.string().max(80)).default({}),
});
export type PlanInput = z.input<typeof planInput>;
/** What is planned, without the project. */
export type PlanWish = Omit<z.infer<typeof planInput>, "projectId">;

/** A row before it is stored. */
export const plannedRowSchema = z.object({
  reference: z.string(),
  title: z.string(),
  tier: tierSchema,
  labels: labelsSchema,
  plan: rowPlanSchema,
  chunkIds: z.array(z.string()),
});
export type PlannedRow = z.infer<typeof plannedRowSchema>;

/** The ids of the rows that were added: all of up to 500, of more the first ones. */
export const createdPlanSchema = z.object({
  added: z.number().int(),
  ids: z.array(z.string()),
});
export type CreatedPlan = z.infer<typeof createdPlanSchema>;

/** A few rows to be written and read before the rest. */
export const pilotSchema = z.object({
  /** Rows that have no text yet. */
  open: z.number().int(),
  /** Those that differ most, in the order in which they were found; fewer where fewer are open. */
  rows: z.array(
    z.object({
      id: z.string(),
      reference: z.string(),
      title: z.string(),
      tier: tierSchema,
      labels: labelsSchema,
    }),
  ),
});
export type Pilot = z.infer<typeof pilotSchema>;

/** What a plan would add, shown before it is added. */
export const planPreviewSchema = z.object({
  total: z.number().int(),
  byTier: z.record(z.string(), z.number().int()),
  /** Dimension -> value -> rows that this plan would add. */
  spread: z.record(z.string(), z.record(z.string(), z.number().int())),
  examples: z.array(plannedRowSchema),
  /** Planned rows that stand already. */
  existing: z.number().int(),
  /** The same dimensions and values, of the rows that stand. */
  standing: z.record(z.string(), z.record(z.string(), z.number().int())),
  warnings: z.array(z.string()),
});
export type PlanPreview = z.infer<typeof planPreviewSchema>;
