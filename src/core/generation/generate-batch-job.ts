import { z } from "zod";

/** The wake-up for workers: this batch has something to write. What exactly stands in its items. */
export const generateBatchJob = {
  name: "generate-batch",
  schema: z.object({ workspaceId: z.uuid(), batchId: z.uuid() }),
};
