import { z } from "zod";

export const roles = ["owner", "editor", "reviewer", "viewer"] as const;
export const roleSchema = z.enum(roles, {
  error: `A role is one of: ${roles.join(", ")}.`,
});
export type Role = z.infer<typeof roleSchema>;

/** What a role may be asked for: read, decide (and note), write (plan, import, generate, export), manage people. */
export type Capability = "read" | "decide" | "write" | "manage";

const capabilities: Record<Role, readonly Capability[]> = {
  owner: ["read", "decide", "write", "manage"],
  editor: ["read", "decide", "write"],
  reviewer: ["read", "decide"],
  viewer: ["read"],
};

/** Whether the role holds the capability. */
export function roleMay(role: Role, capability: Capability): boolean {
  return capabilities[role].includes(capability);
}

/** Whether whoever holds `role` may do all that `other` may; the roles stand from most to least. */
export function roleReaches(role: Role, other: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(other);
}

/** The one of two roles that may do less. */
export function lowerRole(left: Role, right: Role): Role {
  return roleReaches(left, right) ? right : left;
}

export const personNameSchema = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(120, "A name has at most 120 characters.");
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("Enter an e-mail address such as name@example.com."));
export const passwordSchema = z
  .string()
  .min(10, "A password needs at least 10 characters.")
  .max(128, "A password has at most 128 characters.");
export const workspaceNameSchema = z
  .string()
  .trim()
  .min(1, "Enter a name for the workspace.")
  .max(120, "A workspace's name has at most 120 characters.");

export const createOwnerInput = z.object({
  name: personNameSchema,
  email: emailSchema,
  password: passwordSchema,
  /** Printed at start where the server can be reached from other machines. */
  setupToken: z.string().trim().optional(),
});

export const memberSchema = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  joinedAt: z.date(),
});
export type Member = z.infer<typeof memberSchema>;

export const inviteInput = z.object({ email: emailSchema, role: roleSchema });
export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  invitedBy: z.string(),
  expiresAt: z.date(),
});
export const invitationViewSchema = z.object({
  workspaceName: z.string(),
  email: z.string(),
  role: roleSchema,
  /** The invited address has an account already: it signs in and joins with it. */
  hasAccount: z.boolean(),
});
export const acceptInvitationInput = z.object({
  token: z.string().min(1),
  name: personNameSchema.optional(),
  password: passwordSchema.optional(),
});

/** What the shell needs to know of the person at the other end. */
export const sessionViewSchema = z.object({
  /** No account exists yet: the first visitor makes the owner's. */
  needsOwner: z.boolean(),
  setupTokenNeeded: z.boolean(),
  person: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
  workspace: z.object({ id: z.string(), name: z.string(), role: roleSchema }).nullable(),
  workspaces: z.array(z.object({ id: z.string(), name: z.string(), role: roleSchema })),
});
export type SessionView = z.infer<typeof sessionViewSchema>;
