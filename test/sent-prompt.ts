import { eq, sql } from "drizzle-orm";
import type { TestContext } from "./context.ts";
import { createGenerationScene, goodAnswer, runHere, scripted, startAll } from "./generation.ts";
import { inTransaction } from "#/core/context.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import type { ProviderRequest } from "#/platform/llm/port.ts";

/** A planned project whose prompts are read from the record, as they were sent. */
export interface PromptScene extends TestContext {
  /** Ids of the planned rows by their reference. */
  rows: Record<string, string>;
  writer: ReturnType<typeof scripted>;
  /** Every request that the writer was sent, oldest first. */
  sent: ProviderRequest[];
  /** Has a row written; the messages of its newest request on the record, system prompt first. */
  sentFor: (reference: string) => Promise<string>;
}

export async function createPromptScene(): Promise<PromptScene> {
  const scene = await createGenerationScene({ template: 4, scenario: 3, edge_case: 3 });
  const { ctx, projectId, ownerDb } = scene;
  const planned = await inTransaction(ctx, (tx) =>
    tx.select({ id: conversations.id, reference: conversations.reference }).from(conversations),
  );
  const rows = Object.fromEntries(planned.map(({ id, reference }) => [reference, id]));
  const sent: ProviderRequest[] = [];
  const writer = scripted(async (request) => {
    sent.push(request);
    return goodAnswer(request);
  }, 1);
  const sentFor = async (reference: string) => {
    const id = rows[reference] ?? "";
    const { id: batchId } = await startAll(ctx, projectId, writer, 1, [id]);
    await runHere(ctx, writer, batchId);
    const [attempt] = await ownerDb
      .select({ request: callAttempts.request })
      .from(callAttempts)
      .where(eq(callAttempts.conversationId, id))
      .orderBy(sql`${callAttempts.sentAt} desc`)
      .limit(1);
    const request = attempt?.request as ProviderRequest;
    return request.messages.map(({ content }) => content).join("\n\n=====\n\n");
  };
  return { ...scene, rows, writer, sent, sentFor };
}
