import { and, eq, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import { getExamples } from "./get-examples.ts";
import { chooseExamplesInput, type Examples } from "./prompt-schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { changeProject, hashOf } from "../projects/change-project.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

/**
 * Says how many examples each prompt of the project shows (0-3), and which seeds and approved
 * conversations come first. Prompts made from now on go by it.
 * @throws not_found for a project or conversation that isn't there; invalid_input
 */
export async function chooseExamples({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof chooseExamplesInput>;
}): Promise<Examples> {
  authorise(ctx, "write");
  const { projectId, count, ...given } = parseInput(chooseExamplesInput, input);
  const pinned = [...new Set(given.pinned)];
  return inTransaction(ctx, async (tx, ctx) => {
    if (pinned.length > 0) {
      const known = await tx
        .select({ id: conversations.id })
        .from(conversations)
        .where(
          and(
            eq(conversations.projectId, projectId),
            inArray(conversations.id, pinned),
            isNull(conversations.deletedAt),
          ),
        );
      if (known.length < pinned.length) throw notFound("conversation");
    }
    await changeProject(ctx, projectId, ({ settings: before }) => {
      const settings = { ...before, examples: { count, pinned } };
      const hashBefore = hashOf(before.examples);
      const hashAfter = hashOf(settings.examples);
      if (hashBefore === hashAfter) return null;
      return {
        set: { settings },
        audit: {
          action: "examples.chosen",
          hashBefore,
          hashAfter,
          details: { count, pinned: pinned.length, ids: pinned },
        },
      };
    });
    return getExamples({ ctx, input: { projectId } });
  });
}
