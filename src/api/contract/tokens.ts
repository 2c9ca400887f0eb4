import { z } from "zod";
import { base, nothing } from "./base.ts";
import {
  apiTokenSchema,
  createApiTokenInput,
  madeApiTokenSchema,
} from "#/core/workspaces/token-schema.ts";

export const tokens = {
  /** One's own; owners see everybody's. */
  list: base.route({ method: "GET", path: "/tokens" }).output(z.array(apiTokenSchema)),
  create: base
    .route({ method: "POST", path: "/tokens" })
    .input(createApiTokenInput)
    .output(madeApiTokenSchema),
  revoke: base
    .route({ method: "DELETE", path: "/tokens/{tokenId}" })
    .input(z.object({ tokenId: z.uuid() }))
    .output(nothing),
};
