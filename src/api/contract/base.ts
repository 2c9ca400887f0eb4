import { oc } from "@orpc/contract";
import { z } from "zod";

const fieldErrors = z.object({
  fields: z.array(z.object({ field: z.string(), message: z.string() })),
});

/** Every procedure may answer with these; the message of each is a sentence for a person. */
export const base = oc.errors({
  INVALID_INPUT: { status: 400, data: fieldErrors },
  UNAUTHENTICATED: { status: 401 },
  FORBIDDEN: { status: 403 },
  NOT_FOUND: { status: 404 },
  CONFLICT: { status: 409 },
  TOO_LARGE: { status: 413 },
  UNAVAILABLE: { status: 503 },
});

export const nothing = z.object({ ok: z.literal(true) });
export const projectInput = z.object({ projectId: z.uuid() });
export const conversationInput = z.object({ conversationId: z.uuid() });
