import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import type { Database } from "#/platform/db/connect.ts";
import { account, rateLimit, session, user, verification } from "#/platform/db/tables/auth.ts";

export interface AuthSettings {
  db: Database;
  /** Signs session cookies; at least 32 characters, the same for every web server. */
  secret: string;
  /** Host names (with or without port) that the server answers to; "*" for any. */
  allowedHosts: string[];
}

/**
 * Sign-in by e-mail and password. Accounts are made by verbs of core/workspaces only (first owner,
 * accepted invitation), so the public sign-up and mail-sending routes are closed.
 */
export function createAuth({ db, secret, allowedHosts }: AuthSettings) {
  return betterAuth({
    secret,
    baseURL: { allowedHosts, protocol: "auto" },
    database: drizzleAdapter(db, {
      provider: "pg",
      schema: { user, session, account, verification, rateLimit },
    }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
    },
    disabledPaths: ["/sign-up/email", "/request-password-reset", "/change-email", "/delete-user"],
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 300,
      customRules: {
        "/sign-in/email": { window: 60, max: 20 },
        "/reset-password": { window: 60, max: 10 },
        // Read on every page; the session table itself is the limit.
        "/get-session": false,
      },
    },
    session: {
      expiresIn: 60 * 60 * 24 * 14,
      updateAge: 60 * 60 * 24,
      cookieCache: { enabled: false },
    },
    telemetry: { enabled: false },
    logger: { level: "error" },
    advanced: { cookiePrefix: "bright" },
  });
}
export type Auth = ReturnType<typeof createAuth>;
