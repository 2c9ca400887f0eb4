import { index, jsonb, primaryKey, text, uuid, boolean, bigint } from "drizzle-orm/pg-core";
import { bright, createdAt, createdBy, createdByName, id, moment } from "./schemas.ts";

export const workspaces = bright.table("workspaces", {
  id: id(),
  name: text("name").notNull(),
  /** Most that the workspace may spend on models in a calendar month (UTC); null: no cap. Millionths of a US dollar. */
  monthlyCapMicros: bigint("monthly_cap_micros", { mode: "number" }),
  createdAt: createdAt(),
});

export const workspaceId = () =>
  uuid("workspace_id")
    .notNull()
    .references(() => workspaces.id, { onDelete: "cascade" });

export const members = bright.table(
  "members",
  {
    workspaceId: workspaceId(),
    userId: text("user_id").notNull(),
    role: text("role").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.userId] }),
    index("members_by_user").on(table.userId),
  ],
);

export const invitations = bright.table("invitations", {
  id: id(),
  workspaceId: workspaceId(),
  email: text("email").notNull(),
  role: text("role").notNull(),
  tokenHash: text("token_hash").notNull().unique(),
  expiresAt: moment("expires_at").notNull(),
  acceptedAt: moment("accepted_at"),
  revokedAt: moment("revoked_at"),
  createdBy: createdBy(),
  createdByName: createdByName(),
  createdAt: createdAt(),
});

export const projects = bright.table(
  "projects",
  {
    id: id(),
    workspaceId: workspaceId(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    language: text("language").notNull().default("en"),
    currency: text("currency").notNull().default("USD"),
    voice: jsonb("voice").notNull(),
    settings: jsonb("settings").notNull(),
    /** How far the set-up has come: steps seen, counts that are not planned yet. */
    setup: jsonb("setup").notNull().default({}),
    isSample: boolean("is_sample").notNull().default(false),
    /** Most that the project may spend on models altogether; null: no cap. Millionths of a US dollar. */
    capMicros: bigint("cap_micros", { mode: "number" }),
    createdAt: createdAt(),
    archivedAt: moment("archived_at"),
  },
  (table) => [index("projects_by_workspace").on(table.workspaceId)],
);

export const projectId = () =>
  uuid("project_id")
    .notNull()
    .references(() => projects.id, { onDelete: "cascade" });

/** One row a workspace: the newest link of its audit chain, locked by every append. */
export const auditHeads = bright.table("audit_heads", {
  workspaceId: workspaceId().primaryKey(),
  sequence: bigint("sequence", { mode: "number" }).notNull(),
  hash: text("hash").notNull(),
});

export const auditEvents = bright.table(
  "audit_events",
  {
    workspaceId: workspaceId(),
    sequence: bigint("sequence", { mode: "number" }).notNull(),
    at: moment("at").notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    actorRole: text("actor_role").notNull(),
    sessionId: text("session_id"),
    ip: text("ip"),
    requestId: text("request_id"),
    action: text("action").notNull(),
    targetKind: text("target_kind").notNull(),
    targetId: text("target_id").notNull(),
    targetVersion: text("target_version"),
    hashBefore: text("hash_before"),
    hashAfter: text("hash_after"),
    reason: text("reason"),
    /** JSON kept as text: its exact characters are part of the hash. */
    details: text("details").notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.sequence] }),
    index("audit_by_target").on(table.workspaceId, table.targetKind, table.targetId),
  ],
);
