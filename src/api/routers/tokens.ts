import { member } from "../procedure.ts";
import { createApiToken } from "#/core/workspaces/create-api-token.ts";
import { listApiTokens } from "#/core/workspaces/list-api-tokens.ts";
import { revokeApiToken } from "#/core/workspaces/revoke-api-token.ts";

export const tokensRouter = {
  list: member.tokens.list.handler(({ context: { ctx } }) => listApiTokens({ ctx })),
  create: member.tokens.create.handler(({ context: { ctx }, input }) =>
    createApiToken({ ctx, input }),
  ),
  revoke: member.tokens.revoke.handler(async ({ context: { ctx }, input }) => {
    await revokeApiToken({ ctx, input });
    return { ok: true } as const;
  }),
};
