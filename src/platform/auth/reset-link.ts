import { randomBytes } from "node:crypto";
import type { Auth } from "./auth.ts";

/** Hours that a password link stays valid. */
export const PASSWORD_LINK_HOURS = 24;

/**
 * Makes a one-time token for better-auth's `/reset-password`, in the form that its own route would
 * store (1.7: identifier `reset-password:<token>`, value user id).
 * @returns the token and the moment at which it ends.
 */
export async function createResetToken(
  auth: Auth,
  userId: string,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(24).toString("base64url");
  const expiresAt = new Date(Date.now() + PASSWORD_LINK_HOURS * 3_600_000);
  const { internalAdapter } = await auth.$context;
  await internalAdapter.createVerificationValue({
    identifier: `reset-password:${token}`,
    value: userId,
    expiresAt,
  });
  return { token, expiresAt };
}
