import { z } from "zod";
import { base, nothing } from "./base.ts";
import {
  acceptInvitationInput,
  createOwnerInput,
  invitationSchema,
  invitationViewSchema,
  inviteInput,
  memberSchema,
  roleSchema,
  sessionViewSchema,
  workspaceNameSchema,
} from "#/core/workspaces/schema.ts";

const link = z.object({ link: z.string(), expiresAt: z.date() });

export const people = {
  session: base.route({ method: "GET", path: "/session" }).output(sessionViewSchema),
  createOwner: base
    .route({ method: "POST", path: "/setup" })
    .input(createOwnerInput)
    .output(nothing),
  switchWorkspace: base
    .route({ method: "POST", path: "/session/workspace" })
    .input(z.object({ workspaceId: z.uuid() }))
    .output(nothing),
  renameWorkspace: base
    .route({ method: "PATCH", path: "/workspace" })
    .input(z.object({ name: workspaceNameSchema }))
    .output(nothing),
  listMembers: base.route({ method: "GET", path: "/members" }).output(z.array(memberSchema)),
  setRole: base
    .route({ method: "PATCH", path: "/members/{userId}" })
    .input(z.object({ userId: z.string().min(1), role: roleSchema }))
    .output(nothing),
  removeMember: base
    .route({ method: "DELETE", path: "/members/{userId}" })
    .input(z.object({ userId: z.string().min(1) }))
    .output(nothing),
  /** For a lost password: a link that an owner makes and hands over; valid for one day, once. */
  createPasswordLink: base
    .route({ method: "POST", path: "/members/{userId}/password-link" })
    .input(z.object({ userId: z.string().min(1) }))
    .output(link),
  listInvitations: base
    .route({ method: "GET", path: "/invitations" })
    .output(z.array(invitationSchema)),
  invite: base.route({ method: "POST", path: "/invitations" }).input(inviteInput).output(link),
  revokeInvitation: base
    .route({ method: "DELETE", path: "/invitations/{invitationId}" })
    .input(z.object({ invitationId: z.uuid() }))
    .output(nothing),
  viewInvitation: base
    .route({ method: "GET", path: "/invitations/by-token/{token}" })
    .input(z.object({ token: z.string().min(1) }))
    .output(invitationViewSchema),
  acceptInvitation: base
    .route({ method: "POST", path: "/invitations/accept" })
    .input(acceptInvitationInput)
    .output(nothing),
};
