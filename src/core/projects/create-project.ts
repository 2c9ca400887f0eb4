import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { createProjectInput, type Project, projectSettingsSchema, voiceSchema } from "./schema.ts";
import { toProject } from "./row.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { storableJson } from "#/lib/storable-text.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

/** What a form doesn't ask for; language and currency may be others than the form's list has. */
export interface ProjectDetails {
  language?: string;
  currency?: string;
  voice?: z.input<typeof voiceSchema>;
  settings?: z.input<typeof projectSettingsSchema>;
  isSample?: boolean;
  /** The project that this one is a copy of: the record says so. */
  copiedFrom?: { id: string; name: string };
}

/**
 * Adds a project. `furnish` lays in what it starts with, in the same transaction and before the audit
 * row: nouns above this one (taxonomy, templates, sources) may not be imported here.
 * @throws invalid_input
 */
export async function createProject({
  ctx,
  input,
  details = {},
  furnish,
}: {
  ctx: Context;
  input: z.input<typeof createProjectInput>;
  details?: ProjectDetails;
  furnish?: (ctx: Context, projectId: string) => Promise<void>;
}): Promise<Project> {
  authorise(ctx, "write");
  const { name, description, startFrom, language, currency, business, trade } = storableJson(
    parseInput(createProjectInput, input),
  );
  const voice = storableJson(parseInput(voiceSchema, details.voice ?? { business, trade }));
  const settings = parseInput(projectSettingsSchema, details.settings ?? {});
  return inTransaction(ctx, async (tx, ctx) => {
    const id = randomUUID();
    const [row] = await tx
      .insert(projects)
      .values({
        id,
        workspaceId: ctx.workspaceId,
        name,
        description,
        voice,
        settings,
        language: details.language || language,
        currency: details.currency || currency,
        isSample: details.isSample ?? false,
      })
      .returning();
    if (!row) throw new Error("the project was not stored");
    await furnish?.(ctx, id);
    const { copiedFrom } = details;
    await appendAudit(tx, ctx, {
      action: copiedFrom ? "project.copied" : "project.created",
      targetKind: "project",
      targetId: id,
      details: copiedFrom
        ? { name, from: copiedFrom.name, fromId: copiedFrom.id }
        : { name, startFrom, isSample: row.isSample },
    });
    return toProject(row);
  });
}
