import { asc, eq } from "drizzle-orm";
import type { z } from "zod";
import { createTestContext, type TestContext } from "../context.ts";
import { furnish } from "../generation.ts";
import { tappedWriters } from "./writers.ts";
import { type Context, inTransaction } from "#/core/context.ts";
import type { BatchProgress, startBatchInput } from "#/core/generation/schema.ts";
import { startBatch } from "#/core/generation/start-batch.ts";
import { createPlan } from "#/core/planning/create-plan.ts";
import { projectSettingsSchema } from "#/core/projects/schema.ts";
import { acceptTerms } from "#/core/writers/accept-terms.ts";
import { addConnection } from "#/core/writers/add-connection.ts";
import type { Providers } from "#/core/writers/registry.ts";
import type { WriterName } from "#/core/writers/schema.ts";
import { addressOf } from "#/platform/db/listen-hub.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

export const model = "claude-sonnet-5-5";

type Wish = Pick<z.input<typeof startBatchInput>, "capMicros" | "concurrency" | "mode" | "target">;

/** A project with content, on which batches of a fake vendor's writer run. */
export interface Stage {
  scene: TestContext;
  ctx: Context;
  projectId: string;
  providers: Providers;
  appUrl: string;
  /** Plans so many rows. @returns their ids. */
  plan: (count: number) => Promise<string[]>;
  /** Connects a fake with its key, its terms accepted. */
  connect: (
    url: string,
    options?: { concurrency?: number; apiKey?: string },
  ) => Promise<WriterName>;
  start: (ids: readonly string[], writer: WriterName, wish?: Wish) => Promise<BatchProgress>;
  close: () => Promise<void>;
}

/** @param messages of every conversation; left out, as many as the product's settings let the plan choose. */
export async function openStage({ messages }: { messages?: number } = {}): Promise<Stage> {
  const scene = await createTestContext();
  const { ctx, projectId } = scene;
  await furnish(ctx, projectId);
  if (messages !== undefined) {
    const settings = projectSettingsSchema.parse({
      messageCount: { template: [messages, messages] },
    });
    await scene.ownerDb.update(projects).set({ settings }).where(eq(projects.id, projectId));
  }
  const providers = tappedWriters();
  let made = 0;
  return {
    scene,
    ctx,
    projectId,
    providers,
    appUrl: addressOf(ctx.db),
    plan: (count) => planRows(ctx, projectId, count),
    connect: async (url, { concurrency = 8, apiKey = "fake-key-good" } = {}) => {
      made += 1;
      const { id: connectionId, terms } = await addConnection({
        ctx,
        providers,
        input: {
          kind: "anthropic",
          name: `Fake ${made}`,
          baseUrl: url,
          isPrivateAllowed: true,
          apiKey,
          concurrency,
        },
      });
      const statementHash = terms.hash;
      await acceptTerms({ ctx, input: { connectionId, signedName: "Ada Test", statementHash } });
      return { provider: connectionId, model };
    },
    start: (ids, writer, wish = {}) =>
      startBatch({
        ctx,
        providers,
        input: {
          projectId,
          selection: { kind: "ids", ids: [...ids] },
          expectedCount: ids.length,
          writer,
          ...wish,
        },
      }),
    close: () => scene.close(),
  };
}

/** Rows of one tier, so that all prompts are alike in size; each plan has a seed of its own. */
async function planRows(ctx: Context, projectId: string, count: number): Promise<string[]> {
  const own = eq(conversations.projectId, projectId);
  const before = await inTransaction(ctx, (tx) => tx.$count(conversations, own));
  const counts = { template: count, scenario: 0, edge_case: 0 };
  await createPlan({ ctx, input: { projectId, counts, seed: before + 1 } });
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(own)
      .orderBy(asc(conversations.position))
      .offset(before),
  );
  return rows.map(({ id }) => id);
}
