import { bigint, boolean, doublePrecision, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { bright, moment } from "./schemas.ts";
import { workspaceId } from "./workspaces.ts";

/**
 * What a provider allows for one model, as all workers of a workspace share it: three token buckets in step
 * with the provider's own, calls under way, and whether it may be asked at all. All times are database time.
 */
export const rateBuckets = bright.table(
  "rate_buckets",
  {
    workspaceId: workspaceId(),
    /** A connection's id. */
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    /** Per minute, as the provider's headers told; null: not known. */
    requestsLimit: doublePrecision("requests_limit"),
    inputLimit: doublePrecision("input_limit"),
    outputLimit: doublePrecision("output_limit"),
    /** What is left at `refilledAt`; below zero where more was used than was held back. */
    requestsLevel: doublePrecision("requests_level"),
    inputLevel: doublePrecision("input_level"),
    outputLevel: doublePrecision("output_level"),
    refilledAt: moment("refilled_at").notNull(),
    /** Whether answers carry limits in their headers; null before the first answer. */
    hasHeaders: boolean("has_headers"),
    /** Calls under way, over all workers. */
    inFlight: integer("in_flight").notNull().default(0),
    /** Calls side by side that are trusted at the moment; null: as many as the settings allow. */
    trusted: doublePrecision("trusted"),
    /** The last time that `trusted` was cut: calls sent before it say nothing more. */
    cutAt: moment("cut_at"),
    /** Nothing is sent before this, and why, for a person. */
    blockedUntil: moment("blocked_until"),
    blockedReason: text("blocked_reason"),
    /** "closed" (goes), "open" (stays shut until `breakerUntil`), "half_open" (one call tries it). */
    breaker: text("breaker").notNull().default("closed"),
    breakerUntil: moment("breaker_until"),
    breakerReason: text("breaker_reason"),
    /** Failures of the server in a row, and how often in a row the breaker opened. */
    failures: integer("failures").notNull().default(0),
    trips: integer("trips").notNull().default(0),
    /** Since when it has not answered well. */
    failingSince: moment("failing_since"),
    /** Until then calls of batches stand back: a person waits for a single one. */
    urgentUntil: moment("urgent_until"),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.provider, table.model] })],
);

/**
 * Money of one scope: what is spent and what is held back for calls under way. The caps stand where people
 * set them: batches.cap_micros, projects.cap_micros, workspaces.monthly_cap_micros.
 */
export const budgets = bright.table(
  "budgets",
  {
    workspaceId: workspaceId(),
    /** "batch", "project" or "month". */
    scope: text("scope").notNull(),
    /** The id of the batch or project, or the month in UTC as "2026-11". */
    key: text("key").notNull(),
    /** Millionths of a US dollar. */
    settledMicros: bigint("settled_micros", { mode: "number" }).notNull().default(0),
    reservedMicros: bigint("reserved_micros", { mode: "number" }).notNull().default(0),
    /** Calls under way. */
    inFlight: integer("in_flight").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.scope, table.key] })],
);
