import { z } from "zod";
import { base } from "./base.ts";
import { callPageSchema, listCallLinesInput } from "#/core/calls/call-log-schema.ts";
import { callAttemptSchema } from "#/core/calls/schema.ts";

export const calls = {
  /** Without what was sent and what came back: `get` reads that. */
  list: base
    .route({ method: "GET", path: "/projects/{projectId}/calls" })
    .input(listCallLinesInput)
    .output(callPageSchema),
  get: base
    .route({ method: "GET", path: "/calls/{callId}" })
    .input(z.object({ callId: z.uuid() }))
    .output(callAttemptSchema),
  /** JSON Lines, one call a line. */
  exportOfBatch: base
    .route({ method: "GET", path: "/batches/{batchId}/calls/export" })
    .input(z.object({ batchId: z.uuid() }))
    .output(z.instanceof(Blob)),
  exportOfConversation: base
    .route({ method: "GET", path: "/conversations/{conversationId}/calls/export" })
    .input(z.object({ conversationId: z.uuid() }))
    .output(z.instanceof(Blob)),
};
