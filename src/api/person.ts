import type { RequestContext } from "./procedure.ts";

export interface SignedInPerson {
  id: string;
  name: string;
  email: string;
  sessionId: string;
}

/** The person whose session the request carries, if any. */
export async function findPerson(
  context: Pick<RequestContext, "services" | "headers">,
): Promise<SignedInPerson | null> {
  const result = await context.services.auth.api.getSession({ headers: context.headers });
  if (!result) return null;
  const { user, session } = result;
  return { id: user.id, name: user.name, email: user.email, sessionId: session.id };
}
