import { type Project, projectSettingsSchema, setupSchema, voiceSchema } from "./schema.ts";
import type { projects } from "#/platform/db/tables/workspaces.ts";

/** A stored project as verbs answer it: what an older version stored is filled up with defaults. */
export function toProject(row: typeof projects.$inferSelect): Project {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    language: row.language,
    currency: row.currency,
    voice: voiceSchema.parse(row.voice),
    settings: projectSettingsSchema.parse(row.settings),
    setup: setupSchema.parse(row.setup),
    isSample: row.isSample,
    createdAt: row.createdAt,
    archivedAt: row.archivedAt,
  };
}
