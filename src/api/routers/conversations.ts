import { member } from "../procedure.ts";
import { listCalls } from "#/core/calls/list-calls.ts";
import { deleteConversations } from "#/core/conversations/delete-conversations.ts";
import { getConversation } from "#/core/conversations/get-conversation.ts";
import { getFacets } from "#/core/conversations/get-facets.ts";
import { getNeighbours } from "#/core/conversations/get-neighbours.ts";
import { listConversations } from "#/core/conversations/list-conversations.ts";
import { restoreConversations } from "#/core/conversations/restore-conversations.ts";
import { createExport } from "#/core/exports/create-export.ts";
import { listExports } from "#/core/exports/list-exports.ts";
import { previewExport } from "#/core/exports/preview-export.ts";
import { readExportFile } from "#/core/exports/read-export-file.ts";
import { addNote } from "#/core/review/add-note.ts";
import { decideConversations } from "#/core/review/decide.ts";
import { undoDecisions } from "#/core/review/undo-decisions.ts";

const done = { ok: true } as const;

export const conversationsRouter = {
  list: member.conversations.list.handler(({ context: { ctx }, input }) =>
    listConversations({ ctx, input }),
  ),
  facets: member.conversations.facets.handler(({ context: { ctx }, input }) =>
    getFacets({ ctx, input }),
  ),
  get: member.conversations.get.handler(({ context: { ctx }, input }) =>
    getConversation({ ctx, input }),
  ),
  neighbours: member.conversations.neighbours.handler(({ context: { ctx }, input }) =>
    getNeighbours({ ctx, input }),
  ),
  calls: member.conversations.calls.handler(({ context: { ctx }, input }) =>
    listCalls({ ctx, input }),
  ),
  delete: member.conversations.delete.handler(({ context: { ctx }, input }) =>
    deleteConversations({ ctx, input }),
  ),
  restore: member.conversations.restore.handler(({ context: { ctx }, input }) =>
    restoreConversations({ ctx, input }),
  ),
};

export const reviewRouter = {
  decide: member.review.decide.handler(({ context: { ctx }, input }) =>
    decideConversations({ ctx, input }),
  ),
  undo: member.review.undo.handler(({ context: { ctx }, input }) => undoDecisions({ ctx, input })),
  addNote: member.review.addNote.handler(async ({ context: { ctx }, input }) => {
    await addNote({ ctx, input });
    return done;
  }),
};

export const exportsRouter = {
  preview: member.exports.preview.handler(({ context: { ctx }, input }) =>
    previewExport({ ctx, input }),
  ),
  create: member.exports.create.handler(({ context: { ctx }, input }) =>
    createExport({ ctx, input }),
  ),
  list: member.exports.list.handler(({ context: { ctx }, input }) => listExports({ ctx, input })),
  download: member.exports.download.handler(async ({ context: { ctx }, input }) => {
    const file = await readExportFile({ ctx, input });
    return new File([file.content], file.fileName, { type: "application/jsonl" });
  }),
};
