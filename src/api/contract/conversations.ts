import { z } from "zod";
import { base, conversationInput, nothing, projectInput } from "./base.ts";
import { callAttemptSchema } from "#/core/calls/schema.ts";
import {
  conversationDetailSchema,
  conversationFilterSchema,
  conversationPageSchema,
  conversationSortSchema,
  facetsSchema,
  listConversationsInput,
  neighboursSchema,
  selectionSchema,
} from "#/core/conversations/schema.ts";
import {
  exportOptionsSchema,
  exportPreviewSchema,
  exportRecordSchema,
} from "#/core/exports/schema.ts";
import {
  addNoteInput,
  decideInput,
  decideOutput,
  undoDecisionsInput,
  undoDecisionsOutput,
} from "#/core/review/schema.ts";

const filterInput = projectInput.extend({ filter: conversationFilterSchema.default({}) });
const selected = projectInput.extend({ selection: selectionSchema });

export const conversations = {
  list: base
    .route({ method: "POST", path: "/projects/{projectId}/conversations/search" })
    .input(listConversationsInput)
    .output(conversationPageSchema),
  facets: base
    .route({ method: "POST", path: "/projects/{projectId}/conversations/facets" })
    .input(filterInput)
    .output(facetsSchema),
  get: base
    .route({ method: "GET", path: "/conversations/{conversationId}" })
    .input(conversationInput.extend({ version: z.coerce.number().int().min(1).optional() }))
    .output(conversationDetailSchema),
  neighbours: base
    .route({ method: "POST", path: "/conversations/{conversationId}/neighbours" })
    .input(
      filterInput.extend({ conversationId: z.uuid(), sort: conversationSortSchema.prefault({}) }),
    )
    .output(neighboursSchema),
  calls: base
    .route({ method: "GET", path: "/conversations/{conversationId}/calls" })
    .input(conversationInput)
    .output(z.array(callAttemptSchema)),
  /** Kept for undo: `restore` brings the same rows back. */
  delete: base
    .route({ method: "POST", path: "/projects/{projectId}/conversations/delete" })
    .input(selected)
    .output(z.object({ deleted: z.number().int(), ids: z.array(z.string()) })),
  restore: base
    .route({ method: "POST", path: "/projects/{projectId}/conversations/restore" })
    .input(projectInput.extend({ ids: z.array(z.uuid()).min(1).max(10_000) }))
    .output(z.object({ restored: z.number().int() })),
};

export const review = {
  decide: base
    .route({ method: "POST", path: "/projects/{projectId}/decisions" })
    .input(decideInput)
    .output(decideOutput),
  undo: base
    .route({ method: "POST", path: "/projects/{projectId}/decisions/undo" })
    .input(undoDecisionsInput)
    .output(undoDecisionsOutput),
  addNote: base
    .route({ method: "POST", path: "/conversations/{conversationId}/notes" })
    .input(addNoteInput)
    .output(nothing),
};

export const exportsContract = {
  preview: base
    .route({ method: "POST", path: "/projects/{projectId}/exports/preview" })
    .input(exportOptionsSchema)
    .output(exportPreviewSchema),
  create: base
    .route({ method: "POST", path: "/projects/{projectId}/exports" })
    .input(exportOptionsSchema)
    .output(exportRecordSchema),
  list: base
    .route({ method: "GET", path: "/projects/{projectId}/exports" })
    .input(projectInput)
    .output(z.array(exportRecordSchema)),
  /** The file itself, the same bytes each time. */
  download: base
    .route({ method: "GET", path: "/exports/{exportId}/file" })
    .input(z.object({ exportId: z.uuid() }))
    .output(z.instanceof(Blob)),
};
