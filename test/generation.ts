import { eq, sql } from "drizzle-orm";
import { createTestContext, type TestContext } from "./context.ts";
import { addSample } from "./sample.ts";
import { callProcessOf } from "#/core/calls/call-process.ts";
import { createProviders, type Providers } from "#/core/writers/registry.ts";
import { type Context, inTransaction } from "#/core/context.ts";
import { runBatch } from "#/core/generation/run-batch.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { startBatch } from "#/core/generation/start-batch.ts";
import { createPlan } from "#/core/planning/create-plan.ts";
import { addDefaultTemplates } from "#/core/templates/add-default-templates.ts";
import { connectDatabase, type Database } from "#/platform/db/connect.ts";
import { addressOf } from "#/platform/db/listen-hub.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { batchItems } from "#/platform/db/tables/generation.ts";
import {
  freePrices,
  noTokens,
  type Provider,
  type ProviderRequest,
  type ProviderResponse,
} from "#/platform/llm/port.ts";
import { practiceProvider } from "#/platform/llm/providers/practice/practice-provider.ts";

export const practice: Providers = createProviders([practiceProvider]);

/** A workspace whose project has the sample's content, templates, and a plan of so many rows a tier. */
export async function createGenerationScene(
  counts: { template: number; scenario: number; edge_case: number } | null,
): Promise<TestContext> {
  const scene = await createTestContext();
  await furnish(scene.ctx, scene.projectId);
  if (counts)
    await createPlan({ ctx: scene.ctx, input: { projectId: scene.projectId, counts, seed: 1 } });
  return scene;
}

/** The sample's content and the product's templates for an empty project. */
export async function furnish(ctx: Context, projectId: string): Promise<void> {
  await addSample(ctx, projectId);
  await addDefaultTemplates({ ctx, input: { projectId } });
}

type Answer = (request: ProviderRequest, signal: AbortSignal) => Promise<Partial<ProviderResponse>>;

/** A paid provider that answers as the test says; a tenth of a cent for each 1,000 tokens. */
export function scripted(answer: Answer, concurrency = 2): Providers {
  const provider: Provider = {
    id: "scripted",
    label: "Scripted",
    isPractice: false,
    models: [
      {
        model: "scripted-1",
        label: "Scripted 1",
        prices: { ...freePrices, input: 1, output: 5 },
        secondsPerConversation: 2,
        concurrency,
      },
    ],
    generate: async (request, { signal, onHeaders }) => {
      onHeaders?.({ limits: null });
      return {
        text: "",
        stopReason: "end",
        usage: { ...noTokens, inputTokens: 1_000, outputTokens: 200 },
        limits: null,
        providerRequestId: "request-1",
        raw: { kept: true },
        ...(await answer(request, signal)),
      };
    },
  };
  return createProviders([provider]);
}

/** What the practice writer would answer to the request: a good text. */
export async function goodAnswer(request: ProviderRequest): Promise<{ text: string }> {
  const { text } = await practiceProvider.generate(request, {
    signal: new AbortController().signal,
  });
  return { text };
}

/** A whole conversation, of which so many messages are much too short: it falls short. */
export async function poorAnswer(
  request: ProviderRequest,
  short: number,
): Promise<{ text: string }> {
  const { messages } = JSON.parse((await goodAnswer(request)).text) as {
    messages: { content: string }[];
  };
  return {
    text: JSON.stringify({
      messages: messages.map((message, place) =>
        place < short ? { ...message, content: `Well, ${place}.` } : message,
      ),
    }),
  };
}

/** Starts a batch over the ids, or over everything that isn't generated yet. */
export async function startAll(
  ctx: Context,
  projectId: string,
  providers: Providers,
  expectedCount: number,
  ids?: string[],
): Promise<BatchProgress> {
  const selection = ids
    ? { kind: "ids" as const, ids }
    : { kind: "filter" as const, filter: { status: ["not_generated" as const] } };
  return startBatch({ ctx, providers, input: { projectId, selection, expectedCount } });
}

/** Runs a batch in this process until nothing is left to take. */
export async function runHere(
  { db, log, workspaceId }: Context,
  providers: Providers,
  batchId: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  await runBatch({ ctx: { db, log, workspaceId }, providers, batchId, signal });
}

/** The same by another worker: with connections, and so leases, of its own. */
export async function runElsewhere(
  { db, log, workspaceId }: Context,
  providers: Providers,
  batchId: string,
): Promise<void> {
  const own = connectDatabase(addressOf(db), 4);
  try {
    await runBatch({
      ctx: { db: own.db, log, workspaceId },
      providers,
      batchId,
      signal: new AbortController().signal,
    });
  } finally {
    await callProcessOf(own).close();
    await own.close();
  }
}

/** A provider whose answers wait until the test lets them go. */
export function holding(concurrency = 1) {
  const asked: { request: ProviderRequest; signal: AbortSignal; go: () => void }[] = [];
  let waiting = Promise.withResolvers<void>();
  const providers = scripted(async (request, signal) => {
    const held = Promise.withResolvers<void>();
    asked.push({ request, signal, go: held.resolve });
    waiting.resolve();
    await held.promise;
    return goodAnswer(request);
  }, concurrency);
  return {
    providers,
    asked,
    untilAsked: async (count: number) => {
      while (asked.length < count) {
        await waiting.promise;
        waiting = Promise.withResolvers();
      }
    },
    open: () => {
      for (const each of asked) each.go();
    },
  };
}

/** Generation and review state of every conversation, in table order. */
export function statesOf(ctx: Context) {
  return inTransaction(ctx, (tx) =>
    tx
      .select({
        id: conversations.id,
        state: conversations.generationState,
        version: conversations.versionNumber,
        reviewState: conversations.reviewState,
      })
      .from(conversations)
      .orderBy(conversations.position),
  );
}

/** As if the workers of all running items had been gone for longer than a lease holds. */
export async function endLeases(ownerDb: Database): Promise<void> {
  await ownerDb
    .update(batchItems)
    .set({ leaseUntil: sql`clock_timestamp() - interval '1 s'` })
    .where(eq(batchItems.state, "running"));
}
