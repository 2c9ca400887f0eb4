import { index, text } from "drizzle-orm/pg-core";
import { bright, createdAt, createdBy, createdByName, id, moment } from "./schemas.ts";
import { workspaceId } from "./workspaces.ts";

/** Tokens with which programs act for the person who made them. Of the token itself only its hash is kept. */
export const apiTokens = bright.table(
  "api_tokens",
  {
    id: id(),
    workspaceId: workspaceId(),
    name: text("name").notNull(),
    role: text("role").notNull(),
    /** SHA-256 of the token, 64 hexadecimal digits. */
    tokenHash: text("token_hash").notNull().unique(),
    /** Its first characters, to tell one from another in a list. */
    startsWith: text("starts_with").notNull(),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdAt: createdAt(),
    lastUsedAt: moment("last_used_at"),
    expiresAt: moment("expires_at"),
    revokedAt: moment("revoked_at"),
  },
  (table) => [index("api_tokens_by_workspace").on(table.workspaceId, table.createdBy)],
);
