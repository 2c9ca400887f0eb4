import { findPerson, findProgram } from "../person.ts";
import { member, open, readCookie, type RequestContext, WORKSPACE_COOKIE } from "../procedure.ts";
import { BrightError, notFound } from "#/core/errors.ts";
import { acceptInvitation, viewInvitation } from "#/core/workspaces/accept-invitation.ts";
import { createOwner } from "#/core/workspaces/create-owner.ts";
import { createPasswordLink } from "#/core/workspaces/create-password-link.ts";
import { hasOwner } from "#/core/workspaces/has-owner.ts";
import { inviteMember } from "#/core/workspaces/invite-member.ts";
import { listInvitations } from "#/core/workspaces/list-invitations.ts";
import { listMembers } from "#/core/workspaces/list-members.ts";
import { listMemberships } from "#/core/workspaces/list-memberships.ts";
import { removeMember } from "#/core/workspaces/remove-member.ts";
import { renameWorkspace } from "#/core/workspaces/rename-workspace.ts";
import { revokeInvitation } from "#/core/workspaces/revoke-invitation.ts";
import type { SessionView } from "#/core/workspaces/schema.ts";
import { setRole } from "#/core/workspaces/set-role.ts";

const done = { ok: true } as const;

/** The session as the shell sees it; for anonymous visitors and API tokens too. */
export async function viewSession(context: RequestContext): Promise<SessionView> {
  const { db } = context.services.database;
  const program = await findProgram(context);
  if (program) {
    const workspace = { ...program.workspace, role: program.role };
    const { person } = program;
    const known = { needsOwner: false, setupTokenNeeded: false };
    return { ...known, person, workspace, workspaces: [workspace] };
  }
  const person = await findPerson(context);
  const needsOwner = person ? false : !(await hasOwner(db));
  const setupTokenNeeded = needsOwner && context.services.settings.setupToken !== undefined;
  if (!person) {
    return { needsOwner, setupTokenNeeded, person: null, workspace: null, workspaces: [] };
  }
  const workspaces = (await listMemberships(db, person.id)).map((membership) => ({
    id: membership.workspaceId,
    name: membership.workspaceName,
    role: membership.role,
  }));
  const wanted = readCookie(context.headers, WORKSPACE_COOKIE);
  const workspace = workspaces.find(({ id }) => id === wanted) ?? workspaces[0] ?? null;
  const { id, name, email } = person;
  return { needsOwner, setupTokenNeeded, person: { id, name, email }, workspace, workspaces };
}

export const peopleRouter = {
  session: open.people.session.handler(({ context }) => viewSession(context)),
  createOwner: open.people.createOwner.handler(async ({ context, input }) => {
    const { services, requestId } = context;
    await createOwner({
      db: services.database.db,
      log: services.log,
      requestId,
      setupToken: services.settings.setupToken,
      input,
    });
    return done;
  }),
  switchWorkspace: member.people.switchWorkspace.handler(async ({ context, input }) => {
    if (context.ctx.actor.token && input.workspaceId !== context.ctx.workspaceId) {
      throw new BrightError(
        "forbidden",
        "An API token works in the one workspace that it was made in. Nothing was changed; make a token in the other workspace and use that.",
      );
    }
    const memberships = await listMemberships(context.ctx.db, context.ctx.actor.id);
    if (!memberships.some(({ workspaceId }) => workspaceId === input.workspaceId)) {
      throw notFound("workspace");
    }
    context.resHeaders?.append(
      "set-cookie",
      `${WORKSPACE_COOKIE}=${input.workspaceId}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000`,
    );
    return done;
  }),
  renameWorkspace: member.people.renameWorkspace.handler(async ({ context, input }) => {
    await renameWorkspace({ ctx: context.ctx, input });
    return done;
  }),
  listMembers: member.people.listMembers.handler(({ context }) =>
    listMembers({ ctx: context.ctx }),
  ),
  setRole: member.people.setRole.handler(async ({ context, input }) => {
    await setRole({ ctx: context.ctx, input });
    return done;
  }),
  removeMember: member.people.removeMember.handler(async ({ context, input }) => {
    await removeMember({ ctx: context.ctx, input });
    return done;
  }),
  createPasswordLink: member.people.createPasswordLink.handler(async ({ context, input }) => {
    const made = await createPasswordLink({ ctx: context.ctx, auth: context.services.auth, input });
    return { link: context.origin + made.path, expiresAt: made.expiresAt };
  }),
  listInvitations: member.people.listInvitations.handler(({ context }) =>
    listInvitations({ ctx: context.ctx }),
  ),
  invite: member.people.invite.handler(async ({ context, input }) => {
    const made = await inviteMember({ ctx: context.ctx, input });
    return { link: context.origin + made.path, expiresAt: made.expiresAt };
  }),
  revokeInvitation: member.people.revokeInvitation.handler(async ({ context, input }) => {
    await revokeInvitation({ ctx: context.ctx, input });
    return done;
  }),
  viewInvitation: open.people.viewInvitation.handler(({ context, input }) =>
    viewInvitation({ db: context.services.database.db, token: input.token }),
  ),
  acceptInvitation: open.people.acceptInvitation.handler(async ({ context, input }) => {
    await acceptInvitation({
      db: context.services.database.db,
      log: context.services.log,
      requestId: context.requestId,
      signedIn: await findPerson(context),
      input,
    });
    return done;
  }),
};
