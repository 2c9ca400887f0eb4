import type { z } from "zod";
import { changeProject, hashOf } from "./change-project.ts";
import { type Project, saveSettingsInput } from "./schema.ts";
import type { Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";

/**
 * Stores the measures of a good conversation: words a message, messages a conversation, length
 * compliance (0..1). Plans, prompts and checks from now on go by them; scores that stand stay.
 * @throws invalid_input naming the field as "settings.userWords", not_found
 */
export async function saveSettings({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof saveSettingsInput>;
}): Promise<Project> {
  const { projectId, settings: entered } = parseInput(saveSettingsInput, input);
  return changeProject(ctx, projectId, (before) => {
    const settings = { ...before.settings, ...entered };
    const hashBefore = hashOf(before.settings);
    const hashAfter = hashOf(settings);
    if (hashBefore === hashAfter) return null;
    return {
      set: { settings },
      audit: {
        action: "settings.changed",
        hashBefore,
        hashAfter,
        details: { before: before.settings, after: settings },
      },
    };
  });
}
