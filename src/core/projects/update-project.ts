import type { z } from "zod";
import { changeProject } from "./change-project.ts";
import { type Project, updateProjectInput } from "./schema.ts";
import type { Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { storableJson } from "#/lib/storable-text.ts";

const fields = ["name", "description", "language", "currency"] as const;

/**
 * Changes name, description, language (ISO 639-1) or currency (ISO 4217) of a project; what is left out
 * stays. Conversations that are written keep theirs; the next prompt says the new ones.
 * @throws invalid_input, not_found
 */
export async function updateProject({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof updateProjectInput>;
}): Promise<Project> {
  const { projectId, ...wanted } = storableJson(parseInput(updateProjectInput, input));
  return changeProject(ctx, projectId, (before) => {
    const changed = fields.filter(
      (field) => wanted[field] !== undefined && wanted[field] !== before[field],
    );
    if (changed.length === 0) return null;
    const pick = (from: typeof wanted) =>
      Object.fromEntries(changed.map((field) => [field, from[field]]));
    return {
      set: wanted,
      audit: {
        action: "project.changed",
        details: { changed, before: pick(before), after: pick(wanted) },
      },
    };
  });
}
