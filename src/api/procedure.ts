import { implement } from "@orpc/server";
import type { ResponseHeadersPluginContext } from "@orpc/server/plugins";
import { contract } from "./contract.ts";
import { findPerson, findProgram, type SignedInPerson } from "./person.ts";
import type { Services } from "./services.ts";
import type { Actor, Context } from "#/core/context.ts";
import { BrightError } from "#/core/errors.ts";
import type { TokenHolder } from "#/core/workspaces/find-token-holder.ts";
import { listMemberships } from "#/core/workspaces/list-memberships.ts";

/** What a request brings along, before anybody knows who sent it. */
export interface RequestContext extends ResponseHeadersPluginContext {
  services: Services;
  headers: Headers;
  requestId: string;
  /** Scheme, host and port as the browser sees them: links are made from it. */
  origin: string;
  signal: AbortSignal;
}

/** Procedures that anybody may call. */
export const open = implement(contract).$context<RequestContext>();

/** Procedures for members of a workspace, signed in or by API token: adds the context of the verbs. */
export const member = open.use(async ({ context, next }) => {
  const program = await findProgram(context);
  if (program) return next({ context: { ctx: contextOfProgram(context, program) } });
  const person = await findPerson(context);
  if (!person) {
    throw new BrightError(
      "unauthenticated",
      "You are not signed in, or the session has ended. Nothing was changed; sign in and do it again.",
    );
  }
  return next({ context: { ctx: await contextOfPerson(context, person) } });
});

function contextOfProgram(context: RequestContext, holder: TokenHolder): Context {
  const { person, workspace, role, token } = holder;
  const { id, name } = person;
  return contextOf(context, workspace.id, { id, name, role, token });
}

async function contextOfPerson(context: RequestContext, person: SignedInPerson): Promise<Context> {
  const memberships = await listMemberships(context.services.database.db, person.id);
  const wanted = readCookie(context.headers, WORKSPACE_COOKIE);
  const membership =
    memberships.find(({ workspaceId }) => workspaceId === wanted) ?? memberships[0];
  if (!membership) {
    throw new BrightError(
      "forbidden",
      "Your account belongs to no workspace any more. Ask an owner for an invitation.",
    );
  }
  const { id, name, sessionId } = person;
  return contextOf(context, membership.workspaceId, { id, name, role: membership.role, sessionId });
}

function contextOf(context: RequestContext, workspaceId: string, actor: Actor): Context {
  const { services, headers, requestId } = context;
  const ip = headers.get("x-forwarded-for")?.split(",")[0]?.trim() || undefined;
  return {
    db: services.database.db,
    log: services.log,
    requestId,
    workspaceId,
    actor: { ...actor, ...(ip && { ip }) },
  };
}

/** Names the workspace that a person with several is working in. */
export const WORKSPACE_COOKIE = "bright_workspace";

/** The value of one cookie of a request, as it stands there: ours need no decoding. */
export function readCookie(headers: Headers, name: string): string | undefined {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return undefined;
}
