import { type Context, inTransaction } from "#/core/context.ts";
import { createProviders } from "#/core/writers/registry.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { freePrices, noTokens, type Provider } from "#/platform/llm/port.ts";

/** A dollar for a million tokens that go in, ten for those that come out. */
const model = {
  model: "m",
  label: "M",
  prices: { ...freePrices, input: 1, output: 10 },
  secondsPerConversation: 1,
  concurrency: 50,
};
export const answer = {
  text: "Hi.",
  stopReason: "end" as const,
  usage: { ...noTokens, inputTokens: 20, outputTokens: 60 },
  limits: null,
  providerRequestId: null,
  raw: null,
};
export const providersWith = (generate: Provider["generate"]) =>
  createProviders([{ id: "paid", label: "Paid", isPractice: false, models: [model], generate }]);

/** The row of a running batch of that writer. @param capMicros null: without a stop amount. */
export async function addBatch(ctx: Context, projectId: string, capMicros: number | null) {
  const [batch] = await inTransaction(ctx, (tx) =>
    tx
      .insert(batches)
      .values({
        workspaceId: ctx.workspaceId,
        projectId,
        number: 1,
        writer: "paid",
        model: "m",
        total: 1,
        estimate: {},
        capMicros,
        createdBy: ctx.actor.id,
        createdByName: ctx.actor.name,
        createdByRole: "owner",
      })
      .returning({ id: batches.id }),
  );
  return batch?.id ?? "";
}
