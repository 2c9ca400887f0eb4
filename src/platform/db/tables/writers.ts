import { boolean, index, integer, jsonb, text, unique, uuid } from "drizzle-orm/pg-core";
import { bright, createdAt, createdBy, createdByName, id, moment } from "./schemas.ts";
import { projects, workspaceId } from "./workspaces.ts";

/** A vendor's account or a server of one's own, through which models are asked. */
export const connections = bright.table(
  "connections",
  {
    id: id(),
    workspaceId: workspaceId(),
    /** "anthropic" or "openai_compatible". */
    kind: text("kind").notNull(),
    name: text("name").notNull(),
    /** Null: the vendor's own address. */
    baseUrl: text("base_url"),
    /** An owner allowed an address inside a private network. */
    isPrivateAllowed: boolean("is_private_allowed").notNull().default(false),
    /** The key, sealed (see platform/secrets); null where the server asks for none. */
    sealedKey: jsonb("sealed_key"),
    keyLast4: text("key_last4"),
    /** Calls that may run side by side, over all workers. */
    concurrency: integer("concurrency").notNull(),
    /** When the key was last tried, and what was wrong then. */
    checkedAt: moment("checked_at"),
    checkFailure: jsonb("check_failure"),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdAt: createdAt(),
    /** Moved on by every change of the above: what was opened before is opened anew. */
    updatedAt: moment("updated_at").notNull().defaultNow(),
    removedAt: moment("removed_at"),
  },
  (table) => [index("connections_by_workspace").on(table.workspaceId)],
);

/** What a workspace pays for a model from a moment on; the newest that has begun counts. */
export const modelPrices = bright.table(
  "model_prices",
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    model: text("model").notNull(),
    effectiveFrom: moment("effective_from").notNull(),
    /** platform/llm/port.ts ModelPrices: millionths of a US dollar per token. */
    prices: jsonb("prices").notNull(),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdAt: createdAt(),
  },
  (table) => [index("prices_by_model").on(table.connectionId, table.model, table.effectiveFrom)],
);

/** Which model does what: for the workspace (no project named) or for one project. */
export const taskWriters = bright.table(
  "task_writers",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: uuid("project_id").references(() => projects.id, { onDelete: "cascade" }),
    /** "write", "suggest" or "judge". */
    task: text("task").notNull(),
    /** "practice" or a connection's id. */
    provider: text("provider").notNull(),
    model: text("model").notNull(),
  },
  (table) => [
    unique("one_writer_a_task")
      .on(table.workspaceId, table.projectId, table.task)
      .nullsNotDistinct(),
  ],
);

/** Who accepted a vendor's terms for training on outputs, in which words, and when. */
export const termsAcceptances = bright.table(
  "terms_acceptances",
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    /** Whose terms, as shown: "Anthropic", or the address of a server. */
    vendor: text("vendor").notNull(),
    /** The sentences that were shown, whole, and their sha256. */
    statement: text("statement").notNull(),
    statementHash: text("statement_hash").notNull(),
    /** The name that the person typed. */
    signedName: text("signed_name").notNull(),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdAt: createdAt(),
  },
  (table) => [index("terms_by_connection").on(table.connectionId)],
);
