import { z } from "zod";

const spentSchema = z.object({
  /** For calls that have ended. */
  spentMicros: z.number(),
  /** Held back for calls that are under way. */
  reservedMicros: z.number(),
  /** Null: no cap. */
  capMicros: z.number().nullable(),
});

/** Spending in millionths of a US dollar. */
export const spendingSchema = z.object({
  /** "2026-11", in UTC. */
  month: z.string(),
  workspace: spentSchema,
  project: spentSchema,
});
export type Spending = z.infer<typeof spendingSchema>;
