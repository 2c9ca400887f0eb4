import { member } from "../procedure.ts";
import { getCall } from "#/core/calls/get-call.ts";
import { listCallLines } from "#/core/calls/list-call-lines.ts";

export const callsRouter = {
  list: member.calls.list.handler(({ context: { ctx }, input }) => listCallLines({ ctx, input })),
  get: member.calls.get.handler(({ context: { ctx }, input }) => getCall({ ctx, input })),
};
