import { sql } from "drizzle-orm";
import {
  index,
  integer,
  jsonb,
  primaryKey,
  real,
  text,
  unique,
  uniqueIndex,
  uuid,
  boolean,
} from "drizzle-orm/pg-core";
import { bright, createdAt, createdBy, createdByName, id, moment } from "./schemas.ts";
import { projectId, workspaceId } from "./workspaces.ts";

export const taxonomyDimensions = bright.table(
  "taxonomy_dimensions",
  {
    workspaceId: workspaceId(),
    projectId: projectId(),
    key: text("key").notNull(),
    label: text("label").notNull(),
    description: text("description").notNull().default(""),
    position: integer("position").notNull(),
    builtIn: boolean("built_in").notNull().default(false),
    /** Set: its labels stay where they are, and no plan gives new ones. */
    retiredAt: moment("retired_at"),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.key] })],
);

export const taxonomyValues = bright.table(
  "taxonomy_values",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    dimension: text("dimension").notNull(),
    key: text("key").notNull(),
    label: text("label").notNull(),
    description: text("description").notNull().default(""),
    weight: real("weight").notNull().default(1),
    attributes: jsonb("attributes").notNull(),
    position: integer("position").notNull(),
    retiredAt: moment("retired_at"),
  },
  (table) => [unique("taxonomy_value_key").on(table.projectId, table.dimension, table.key)],
);

/** Arcs, scenarios and edge cases: what a conversation of each tier is planned from. */
export const storylines = bright.table(
  "storylines",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    kind: text("kind").notNull(),
    key: text("key").notNull(),
    label: text("label").notNull(),
    body: jsonb("body").notNull(),
    position: integer("position").notNull(),
    /** Set: conversations planned from it keep it, and no plan draws on it. */
    retiredAt: moment("retired_at"),
  },
  (table) => [unique("storyline_key").on(table.projectId, table.kind, table.key)],
);

export const documents = bright.table(
  "documents",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    fileName: text("file_name").notNull(),
    mediaType: text("media_type").notNull(),
    content: text("content").notNull(),
    contentHash: text("content_hash").notNull(),
    category: text("category"),
    audience: text("audience"),
    summary: text("summary"),
    bytes: integer("bytes").notNull(),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("document_content").on(table.projectId, table.contentHash),
    unique("document_slug").on(table.projectId, table.slug),
  ],
);

export const chunks = bright.table(
  "chunks",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    documentId: uuid("document_id")
      .notNull()
      .references(() => documents.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    handle: text("handle").notNull(),
    heading: text("heading").notNull(),
    content: text("content").notNull(),
    charStart: integer("char_start").notNull(),
    charEnd: integer("char_end").notNull(),
    tokenCount: integer("token_count").notNull(),
    dimensions: jsonb("dimensions").notNull(),
  },
  (table) => [
    unique("chunk_position").on(table.documentId, table.position),
    index("chunks_by_project").on(table.projectId),
  ],
);

export const templates = bright.table(
  "templates",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    tier: text("tier").notNull(),
    /** Key of the arc that it is for; null: for all of its tier that have no template of their own. */
    arc: text("arc"),
    name: text("name").notNull(),
    createdAt: createdAt(),
    retiredAt: moment("retired_at"),
  },
  (table) => [
    unique("template_name").on(table.projectId, table.name),
    uniqueIndex("template_in_use")
      .on(table.projectId, table.tier, sql`coalesce(${table.arc}, '')`)
      .where(sql`retired_at is null`),
  ],
);

/** Immutable; the newest number is the one in use. */
export const templateVersions = bright.table(
  "template_versions",
  {
    id: id(),
    workspaceId: workspaceId(),
    templateId: uuid("template_id")
      .notNull()
      .references(() => templates.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    body: text("body").notNull(),
    variables: jsonb("variables").notNull(),
    reason: text("reason").notNull(),
    /** The number of the older version whose text this one brings back. */
    restoredFrom: integer("restored_from"),
    createdBy: createdBy(),
    createdByName: createdByName(),
    createdAt: createdAt(),
  },
  (table) => [unique("template_version_number").on(table.templateId, table.number)],
);
