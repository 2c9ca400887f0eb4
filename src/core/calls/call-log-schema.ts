import { z } from "zod";
import { callAttemptSchema } from "./schema.ts";

/** One line of the log: everything of a call but what was sent and what came back. */
export const callLineSchema = callAttemptSchema
  .omit({ request: true, response: true, parameters: true, limits: true })
  .extend({
    /** Of the conversation it was made for; null where it was for none, or that is gone. */
    reference: z.string().nullable(),
  });
export type CallLine = z.infer<typeof callLineSchema>;

export const listCallLinesInput = z.object({
  projectId: z.uuid(),
  batchId: z.uuid().optional(),
  conversationId: z.uuid().optional(),
  /** "failed": those that brought no text that could be used. */
  show: z.enum(["all", "failed"]).default("all"),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
});

export const callPageSchema = z.object({
  calls: z.array(callLineSchema),
  /** Under the filter, over all pages. */
  total: z.number().int(),
  /** Of the same run or conversation: how many there are, and how many failed. */
  counts: z.object({ all: z.number().int(), failed: z.number().int() }),
});
