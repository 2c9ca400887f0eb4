import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  jsonb,
  numeric,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { bright, createdAt, createdBy, createdByName, id, moment } from "./schemas.ts";
import { chunks } from "./sources.ts";
import { projectId, workspaceId } from "./workspaces.ts";

export const conversations = bright.table(
  "conversations",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    /** What people call the row: T-001, S-012, E-003; SEED-01 for a seed. */
    reference: text("reference").notNull(),
    /** "planned" or "seed". */
    origin: text("origin").notNull(),
    tier: text("tier").notNull(),
    title: text("title").notNull(),
    /** For reading; filters go through conversation_labels. */
    labels: jsonb("labels").notNull(),
    /** What the plan drew for this row: arc, people, numbers, message count, seed. */
    plan: jsonb("plan").notNull(),
    generationState: text("generation_state").notNull().default("not_generated"),
    reviewState: text("review_state").notNull().default("none"),
    /** How many versions were made; the number of the current one. */
    versionNumber: integer("version_number").notNull().default(0),
    currentVersionId: uuid("current_version_id"),
    contentHash: text("content_hash"),
    score: numeric("score", { precision: 3, scale: 1, mode: "number" }),
    messageCount: integer("message_count"),
    isPractice: boolean("is_practice").notNull().default(false),
    /** The last failure in a person's words, with its code; null when there is none. */
    failure: jsonb("failure"),
    position: integer("position").notNull(),
    /** Imported rows: where they came from, so that the same import again changes nothing. */
    sourceKey: text("source_key"),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    deletedAt: moment("deleted_at"),
  },
  (table) => [
    unique("conversation_reference").on(table.projectId, table.reference),
    unique("conversation_source_key").on(table.projectId, table.sourceKey),
    index("conversations_by_state").on(table.projectId, table.generationState, table.reviewState),
    index("conversations_by_score").on(table.projectId, table.score),
    index("conversations_by_updated").on(table.projectId, table.updatedAt),
    // Counting and sorting read this index alone: it holds what row-level security and they ask for.
    index("conversations_live")
      .on(
        table.projectId,
        table.position,
        table.id,
        table.workspaceId,
        table.generationState,
        table.reviewState,
        table.tier,
        table.origin,
        table.isPractice,
        table.score,
        table.messageCount,
        table.reference,
      )
      .where(sql`deleted_at is null`),
  ],
);

const conversationId = () =>
  uuid("conversation_id")
    .notNull()
    .references(() => conversations.id, { onDelete: "cascade" });

/**
 * One row a label of a conversation that isn't deleted; a restore makes them anew from its labels.
 * B-tree only: forced row-level security switches GIN indexes off.
 */
export const conversationLabels = bright.table(
  "conversation_labels",
  {
    // Both are the conversation's own: one foreign key is checked a label, not three.
    workspaceId: uuid("workspace_id").notNull(),
    projectId: uuid("project_id").notNull(),
    dimension: text("dimension").notNull(),
    value: text("value").notNull(),
    conversationId: conversationId(),
  },
  (table) => [
    // With the workspace in it, row-level security is answered from the index too.
    primaryKey({
      name: "conversation_labels_key",
      columns: [
        table.projectId,
        table.dimension,
        table.value,
        table.conversationId,
        table.workspaceId,
      ],
    }),
    index("labels_by_conversation").on(table.conversationId),
  ],
);

/** The passages that the plan gave to a conversation as its grounding. */
export const conversationChunks = bright.table(
  "conversation_chunks",
  {
    workspaceId: workspaceId(),
    conversationId: conversationId(),
    chunkId: uuid("chunk_id")
      .notNull()
      .references(() => chunks.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.chunkId] }),
    index("conversations_by_chunk").on(table.chunkId),
  ],
);

/** Immutable: a generation, an edit or a restore adds one. */
export const conversationVersions = bright.table(
  "conversation_versions",
  {
    id: id(),
    workspaceId: workspaceId(),
    conversationId: conversationId(),
    number: integer("number").notNull(),
    /** "generated", "seed", "edited" or "restored". */
    origin: text("origin").notNull(),
    systemPrompt: text("system_prompt").notNull(),
    contentHash: text("content_hash").notNull(),
    provider: text("provider"),
    model: text("model"),
    isPractice: boolean("is_practice").notNull().default(false),
    templateVersionId: uuid("template_version_id"),
    callAttemptId: uuid("call_attempt_id"),
    batchId: uuid("batch_id"),
    score: numeric("score", { precision: 3, scale: 1, mode: "number" }),
    scoreParts: jsonb("score_parts").notNull(),
    reason: text("reason"),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("conversation_version_number").on(table.conversationId, table.number),
    // Which conversations a template's version wrote, and which of those it wrote last.
    index("versions_by_template").on(table.templateVersionId, table.conversationId, table.number),
  ],
);

export const messages = bright.table(
  "messages",
  {
    workspaceId: workspaceId(),
    versionId: uuid("version_id")
      .notNull()
      .references(() => conversationVersions.id, { onDelete: "cascade" }),
    /** From 0; the system prompt is on the version, not here. */
    position: integer("position").notNull(),
    role: text("role").notNull(),
    content: text("content").notNull(),
    wordCount: integer("word_count").notNull(),
    emotions: jsonb("emotions"),
  },
  (table) => [primaryKey({ columns: [table.versionId, table.position] })],
);

export const decisions = bright.table(
  "decisions",
  {
    id: id(),
    workspaceId: workspaceId(),
    conversationId: conversationId(),
    versionId: uuid("version_id"),
    /** The content that was decided on: an approval holds for this hash only. */
    contentHash: text("content_hash"),
    /** "approve", "reject", "flag" or "undo". */
    decision: text("decision").notNull(),
    reviewStateBefore: text("review_state_before").notNull(),
    reviewStateAfter: text("review_state_after").notNull(),
    reason: text("reason"),
    /** Who has the expertise that an approval of an edge case rests on; null where none is needed. */
    expertReviewer: text("expert_reviewer"),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdAt: createdAt(),
  },
  (table) => [index("decisions_by_conversation").on(table.conversationId, table.createdAt)],
);

export const notes = bright.table(
  "notes",
  {
    id: id(),
    workspaceId: workspaceId(),
    conversationId: conversationId(),
    versionId: uuid("version_id"),
    /** Null: the note is on the conversation as a whole. */
    messagePosition: integer("message_position"),
    body: text("body").notNull(),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdAt: createdAt(),
  },
  (table) => [index("notes_by_conversation").on(table.conversationId, table.createdAt)],
);
