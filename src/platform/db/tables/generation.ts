import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { conversations } from "./conversations.ts";
import { bright, createdAt, createdBy, createdByName, id, moment } from "./schemas.ts";
import { projectId, workspaceId } from "./workspaces.ts";

export const batches = bright.table(
  "batches",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    number: integer("number").notNull(),
    /**
     * "running", "paused" (nothing is sent; goes on by a person or at `pausedUntil`), "cancelling" (stopped,
     * what was under way is being finished), "finished" or "cancelled".
     */
    state: text("state").notNull().default("running"),
    writer: text("writer").notNull(),
    model: text("model").notNull(),
    total: integer("total").notNull(),
    /** What was shown before it began: see generation/schema.ts Estimate. */
    estimate: jsonb("estimate").notNull(),
    /** "live", or "overnight": through the vendor's own batches at their price. */
    mode: text("mode").notNull().default("live"),
    /** A person's single call goes before the rows of batches. */
    isUrgent: boolean("is_urgent").notNull().default(false),
    /** Most that it may spend, millionths of a US dollar; null: only the project's and the month's caps. */
    capMicros: bigint("cap_micros", { mode: "number" }),
    /** Calls side by side over all workers; null: the connection's own number. */
    concurrency: integer("concurrency"),
    /** "Until N are good": how many must pass the checks, and how many candidates may be written for it. */
    target: jsonb("target"),
    /** What a person wants changed, said to the writer when texts are written anew. */
    feedback: text("feedback"),
    /** What is compared in it: generation/split-schema.ts StoredSplit. Null: nothing. */
    split: jsonb("split"),
    /** Why it is paused: generation/schema.ts Pause. Null while it runs. */
    pause: jsonb("pause"),
    pausedUntil: moment("paused_until"),
    /** Since when it runs, and how long it ran before that: kept by the database, with each change of its state. */
    runningSince: moment("running_since"),
    activeSeconds: doublePrecision("active_seconds").notNull().default(0),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdByRole: text("created_by_role").notNull(),
    createdAt: createdAt(),
    finishedAt: moment("finished_at"),
  },
  (table) => [index("batches_by_project").on(table.projectId, table.createdAt)],
);

/** One conversation of a batch. Leases use database time and are checked on every write. */
export const batchItems = bright.table(
  "batch_items",
  {
    workspaceId: workspaceId(),
    batchId: uuid("batch_id")
      .notNull()
      .references(() => batches.id, { onDelete: "cascade" }),
    conversationId: uuid("conversation_id")
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    /** Which side of a comparison it was dealt to, from 0; null in a batch that compares nothing. */
    arm: smallint("arm"),
    /** Messages that are planned: the longest are begun first. */
    expectedLength: integer("expected_length").notNull().default(0),
    /** "queued", "running", "done", "failed" or "cancelled". */
    state: text("state").notNull().default("queued"),
    attempts: integer("attempts").notNull().default(0),
    /** Not to be taken before: a failure that is tried again waits here. */
    notBefore: moment("not_before"),
    /** Failures of the provider that were tried again. */
    retries: integer("retries").notNull().default(0),
    /** What is being done while it runs: "waiting", "asking", "writing", "checking", "repairing". */
    stage: text("stage"),
    /** Of a written one: it passed every check. */
    isGood: boolean("is_good"),
    leaseToken: uuid("lease_token"),
    leaseUntil: moment("lease_until"),
    /** The process that took it: calls/call-process.ts `holder`. */
    holder: uuid("holder"),
    failure: jsonb("failure"),
    startedAt: moment("started_at"),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.conversationId] }),
    index("batch_items_by_state").on(table.batchId, table.state, table.position),
    index("batch_items_longest_first")
      .on(table.batchId, table.expectedLength.desc(), table.position)
      .where(sql`state = 'queued'`),
    index("batch_items_by_conversation").on(table.conversationId),
  ],
);

/**
 * One of the vendor's own batches: the half-price way of a batch with the mode "overnight". Its row stands
 * before the vendor is asked to make it; its items hold its id as their lease's token.
 */
export const vendorBatches = bright.table(
  "vendor_batches",
  {
    id: id(),
    workspaceId: workspaceId(),
    batchId: uuid("batch_id")
      .notNull()
      .references(() => batches.id, { onDelete: "cascade" }),
    /** The vendor's name for it; null until the vendor has answered. */
    providerBatchId: text("provider_batch_id"),
    /**
     * "creating", "under_way", "ended" (all results are taken), "refused" (the vendor made none), or "lost"
     * (nobody knows whether it was made, or its results are gone).
     */
    state: text("state").notNull().default("creating"),
    requests: integer("requests").notNull(),
    succeeded: integer("succeeded").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    /** When the vendor gives up what isn't done. */
    expiresAt: moment("expires_at"),
    cancelAskedAt: moment("cancel_asked_at"),
    /** When it is asked about next; looks in a row that failed. */
    pollAt: moment("poll_at").notNull(),
    failedPolls: integer("failed_polls").notNull().default(0),
    /** The worker that makes it, or asks about it, at this moment; database time. */
    leaseToken: uuid("lease_token"),
    leaseUntil: moment("lease_until"),
    createdAt: createdAt(),
    endedAt: moment("ended_at"),
  },
  (table) => [
    index("vendor_batches_by_batch").on(table.batchId),
    index("vendor_batches_under_way")
      .on(table.pollAt)
      .where(sql`state in ('creating', 'under_way')`),
  ],
);

/** Every paid call to a model, recorded before it is sent and after its answer. */
export const callAttempts = bright.table(
  "call_attempts",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    /** "write" today; suggesting and judging come through the same door. */
    purpose: text("purpose").notNull(),
    batchId: uuid("batch_id"),
    conversationId: uuid("conversation_id"),
    /** The vendor's batch that it was sent in, where it was; its id is the request's `custom_id` there. */
    vendorBatchId: uuid("vendor_batch_id"),
    attempt: integer("attempt").notNull(),
    /**
     * "sent", "succeeded", "failed", "invalid", "superseded", or "billed_unknown": it broke after it may
     * have cost something, so it counts at the reserved value.
     */
    state: text("state").notNull(),
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    templateVersionId: uuid("template_version_id"),
    parameters: jsonb("parameters").notNull(),
    request: jsonb("request").notNull(),
    requestHash: text("request_hash").notNull(),
    response: jsonb("response"),
    failure: jsonb("failure"),
    inputTokens: integer("input_tokens"),
    outputTokens: integer("output_tokens"),
    cacheReadTokens: integer("cache_read_tokens"),
    cacheWriteTokens: integer("cache_write_tokens"),
    /** The tokens were counted by us, because the server told none. */
    isUsageEstimated: boolean("is_usage_estimated").notNull().default(false),
    /** Millionths of one US dollar. */
    costMicros: bigint("cost_micros", { mode: "number" }),
    /** What it would have cost without the cache and the batch price, less what it cost. */
    savedMicros: bigint("saved_micros", { mode: "number" }),
    /** Held back from every cap until it is settled. */
    reservedMicros: bigint("reserved_micros", { mode: "number" }).notNull().default(0),
    /** Held back from the provider's limits until it is settled. */
    reservedInputTokens: integer("reserved_input_tokens").notNull().default(0),
    reservedOutputTokens: integer("reserved_output_tokens").notNull().default(0),
    /** The prices that it is settled with. */
    prices: jsonb("prices"),
    /** Whoever made the call holds the reservation until then, database time; null once settled. */
    heldUntil: moment("held_until"),
    /** The process that makes it: calls/call-process.ts `holder`. */
    holder: uuid("holder"),
    firstByteAt: moment("first_byte_at"),
    status: integer("status"),
    /** The limits that the answer's headers told: platform/llm/port.ts RateLimits. */
    limits: jsonb("limits"),
    providerRequestId: text("provider_request_id"),
    sentAt: moment("sent_at").notNull(),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    index("calls_by_conversation").on(table.conversationId, table.sentAt),
    index("calls_by_batch").on(table.batchId, table.sentAt),
    // Summing up what a project cost reads this index alone.
    index("calls_by_project").on(table.projectId, table.workspaceId, table.costMicros),
    index("calls_by_vendor_batch")
      .on(table.vendorBatchId)
      .where(sql`vendor_batch_id is not null`),
    index("calls_under_way")
      .on(table.heldUntil)
      .where(sql`held_until is not null`),
  ],
);

/** A bundle that was handed out. Its bytes come again from the immutable versions it names. */
export const exports = bright.table(
  "exports",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    number: integer("number").notNull(),
    format: text("format").notNull(),
    options: jsonb("options").notNull(),
    fileName: text("file_name").notNull(),
    rowCount: integer("row_count").notNull(),
    bytes: integer("bytes").notNull(),
    sha256: text("sha256").notNull(),
    auditSequence: bigint("audit_sequence", { mode: "number" }).notNull(),
    auditHash: text("audit_hash").notNull(),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdAt: createdAt(),
  },
  (table) => [
    index("exports_by_project").on(table.projectId, table.createdAt),
    unique("export_number").on(table.projectId, table.number),
  ],
);

export const exportRows = bright.table(
  "export_rows",
  {
    workspaceId: workspaceId(),
    exportId: uuid("export_id")
      .notNull()
      .references(() => exports.id, { onDelete: "cascade" }),
    line: integer("line").notNull(),
    conversationId: uuid("conversation_id").notNull(),
    versionId: uuid("version_id").notNull(),
    contentHash: text("content_hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.exportId, table.line] }),
    index("export_rows_by_conversation").on(table.conversationId, table.contentHash),
  ],
);
