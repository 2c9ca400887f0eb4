import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { base, projectInput } from "./base.ts";
import {
  batchItemSchema,
  batchProgressSchema,
  changeBatchInput,
  estimateInput,
  estimateSchema,
  itemStates,
  progressEventSchema,
  startBatchInput,
} from "#/core/generation/schema.ts";

const batchInput = z.object({ batchId: z.uuid() });

export const generation = {
  estimate: base
    .route({ method: "POST", path: "/projects/{projectId}/batches/estimate" })
    .input(estimateInput)
    .output(estimateSchema),
  start: base
    .route({ method: "POST", path: "/projects/{projectId}/batches" })
    .input(startBatchInput)
    .output(batchProgressSchema),
  listBatches: base
    .route({ method: "GET", path: "/projects/{projectId}/batches" })
    .input(projectInput)
    .output(z.array(batchProgressSchema)),
  getBatch: base
    .route({ method: "GET", path: "/batches/{batchId}" })
    .input(batchInput)
    .output(batchProgressSchema),
  listItems: base
    .route({ method: "GET", path: "/batches/{batchId}/items" })
    .input(
      batchInput.extend({
        state: z.enum(itemStates).optional(),
        conversationId: z.uuid().optional(),
        page: z.coerce.number().int().min(1).default(1),
        pageSize: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ items: z.array(batchItemSchema), total: z.number().int() })),
  /** From the answer on nothing is sent; what is under way is finished. */
  pause: base
    .route({ method: "POST", path: "/batches/{batchId}/pause" })
    .input(batchInput)
    .output(batchProgressSchema),
  resume: base
    .route({ method: "POST", path: "/batches/{batchId}/resume" })
    .input(batchInput)
    .output(batchProgressSchema),
  change: base
    .route({ method: "PATCH", path: "/batches/{batchId}" })
    .input(changeBatchInput)
    .output(batchProgressSchema),
  cancel: base
    .route({ method: "POST", path: "/batches/{batchId}/cancel" })
    .input(batchInput)
    .output(batchProgressSchema),
  retryFailed: base
    .route({ method: "POST", path: "/batches/{batchId}/retry" })
    .input(batchInput.extend({ conversationIds: z.array(z.uuid()).min(1).max(10_000).optional() }))
    .output(batchProgressSchema),
  /** Server-sent events: a snapshot at once, then whenever something changed. */
  watch: base
    .route({ method: "GET", path: "/projects/{projectId}/progress" })
    .input(projectInput)
    .output(eventIterator(progressEventSchema)),
};
