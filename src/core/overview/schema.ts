import { z } from "zod";

/** The home of a project. All counts are of conversations. */
export const overviewSchema = z.object({
  /** Badge -> count, planned rows only. */
  byStatus: z.record(z.string(), z.number().int()),
  byTier: z.record(
    z.string(),
    z.object({
      planned: z.number().int(),
      generated: z.number().int(),
      approved: z.number().int(),
    }),
  ),
  planned: z.number().int(),
  generated: z.number().int(),
  approved: z.number().int(),
  practice: z.number().int(),
  seeds: z.number().int(),
  documents: z.number().int(),
  chunks: z.number().int(),
  costMicros: z.number().int(),
  /** The one thing to do next. */
  nextStep: z.object({
    kind: z.enum([
      "import",
      "plan",
      "pilot",
      "generate",
      "watch",
      "review",
      "retry",
      "export",
      "done",
    ]),
    title: z.string(),
    text: z.string(),
    count: z.number().int(),
  }),
});
export type Overview = z.infer<typeof overviewSchema>;

export const overviewInput = z.object({ projectId: z.uuid() });
