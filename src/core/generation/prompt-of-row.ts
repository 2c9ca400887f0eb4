import { and, eq, isNull } from "drizzle-orm";
import { ZodError } from "zod";
import { buildPrompt, type Prompt, readProjectMaterial } from "./build-prompt.ts";
import { type Context, inTransaction } from "../context.ts";
import { BrightError, notFound } from "../errors.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

/**
 * The prompt of one row as a batch would send it now.
 * @throws not_found; conflict for a seed or a plan that can't be read; invalid_input for a template that
 * can't be filled, each fault named.
 */
export async function promptOfRow(
  ctx: Context,
  { conversationId, model, body }: { conversationId: string; model: string; body?: string },
): Promise<{ prompt: Prompt; reference: string; projectId: string }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { projectId, reference, origin } = conversations;
    const [row] = await tx
      .select({ projectId, reference, origin })
      .from(conversations)
      .where(and(eq(conversations.id, conversationId), isNull(conversations.deletedAt)));
    if (!row) throw notFound("conversation");
    if (row.origin === "seed") {
      throw new BrightError(
        "conflict",
        `${row.reference} is a seed: it was written by hand and has no plan to fill a template from. Nothing was sent; choose a planned conversation.`,
      );
    }
    const source = await readProjectMaterial(ctx, row.projectId);
    const draft = body === undefined ? undefined : { body };
    try {
      const prompt = await buildPrompt(tx, ctx, { conversationId, model, source, draft });
      return { prompt, reference: row.reference, projectId: row.projectId };
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      throw new BrightError(
        "conflict",
        `The plan of ${row.reference} can't be read any more. Nothing was sent; plan it anew, or choose another conversation.`,
      );
    }
  });
}
