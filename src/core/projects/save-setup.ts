import type { z } from "zod";
import { changeProject } from "./change-project.ts";
import { type Project, saveSetupInput } from "./schema.ts";
import type { Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";

/**
 * Remembers how far the set-up of a project has come; what is left out stays. No audit row: nothing of
 * the data set changes.
 * @throws invalid_input, not_found
 */
export async function saveSetup({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof saveSetupInput>;
}): Promise<Project> {
  const { projectId, dismissed, seen, counts } = parseInput(saveSetupInput, input);
  return changeProject(ctx, projectId, ({ setup }) => ({
    set: {
      setup: {
        dismissed: dismissed ?? setup.dismissed,
        seen: [...new Set([...setup.seen, ...(seen ? [seen] : [])])],
        counts: counts === undefined ? setup.counts : counts,
      },
    },
  }));
}
