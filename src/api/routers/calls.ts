import { member } from "../procedure.ts";
import { StreamedFile } from "../streamed-file.ts";
import { type CallsOf, exportCalls } from "#/core/calls/export-calls.ts";
import { getCall } from "#/core/calls/get-call.ts";
import { listCallLines } from "#/core/calls/list-call-lines.ts";
import type { Context } from "#/core/context.ts";

export const callsRouter = {
  list: member.calls.list.handler(({ context: { ctx }, input }) => listCallLines({ ctx, input })),
  get: member.calls.get.handler(({ context: { ctx }, input }) => getCall({ ctx, input })),
  exportOfBatch: member.calls.exportOfBatch.handler(({ context: { ctx }, input }) =>
    fileOf(ctx, input),
  ),
  exportOfConversation: member.calls.exportOfConversation.handler(({ context: { ctx }, input }) =>
    fileOf(ctx, input),
  ),
};

async function fileOf(ctx: Context, input: CallsOf): Promise<File> {
  const { fileName, lines } = await exportCalls({ ctx, input });
  return new StreamedFile(lines, fileName, "application/jsonl");
}
