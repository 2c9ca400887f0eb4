import type { RequestContext } from "./procedure.ts";
import { findTokenHolder, type TokenHolder } from "#/core/workspaces/find-token-holder.ts";

export interface SignedInPerson {
  id: string;
  name: string;
  email: string;
  sessionId: string;
}

type Asked = Pick<RequestContext, "services" | "headers">;

/** The person whose session the request carries, if any. */
export async function findPerson(context: Asked): Promise<SignedInPerson | null> {
  const result = await context.services.auth.api.getSession({ headers: context.headers });
  if (!result) return null;
  const { user, session } = result;
  return { id: user.id, name: user.name, email: user.email, sessionId: session.id };
}

/**
 * Whom the request's API token (`Authorization: Bearer bright_...`) acts for; null without one. A token
 * counts before any cookie. Other schemes are a proxy's business, which may ask for a password of its own.
 * @throws unauthenticated when the token opens nothing
 */
export async function findProgram(context: Asked): Promise<TokenHolder | null> {
  const header = context.headers.get("authorization") ?? "";
  const token = /^Bearer\s+(.*)$/i.exec(header.trim())?.[1];
  return token === undefined ? null : findTokenHolder(context.services.database.db, token);
}
