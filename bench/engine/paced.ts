import { eq, sql } from "drizzle-orm";
import { join } from "node:path";
import { spawnWorker } from "../../test/engine/spawn-worker.ts";
import { model, openStage, type Stage } from "../../test/engine/stage.ts";
import { type ScenarioInput, scenarioSchema } from "../../test/fake-provider/scenario.ts";
import { drawRequest } from "../../test/fake-provider/schedule.ts";
import { spawnFakeProvider } from "../../test/fake-provider/spawn.ts";
import { makeTemporaryFolder, waitFor } from "../../test/temporary-folder.ts";
import { checkInvariants } from "../../test/invariants/check-invariants.ts";
import { lowerBound, replayMakespan } from "#/core/generation/makespan.ts";
import { batches, batchItems } from "#/platform/db/tables/generation.ts";

/** 3,000 tokens of output, as the fake draws them, are about so many messages. */
const MESSAGES = 14;

/** A batch against a provider's limits. */
export interface Setting {
  name: string;
  conversations: number;
  outputTokensPerMinute: number;
  requestsPerMinute: number | null;
  concurrency: number;
  /** Real seconds for one of the provider: so that our own milliseconds a call aren't made minutes of it. */
  timeScale: number;
}

export const settings: Setting[] = [
  {
    name: "a",
    conversations: 100,
    outputTokensPerMinute: 8_000,
    requestsPerMinute: null,
    concurrency: 5,
    timeScale: 0.02,
  },
  {
    name: "b",
    conversations: 100,
    outputTokensPerMinute: 400_000,
    requestsPerMinute: 1_000,
    concurrency: 32,
    timeScale: 0.25,
  },
  {
    name: "c",
    conversations: 1_000,
    outputTokensPerMinute: 2_000_000,
    requestsPerMinute: 10_000,
    concurrency: 64,
    timeScale: 0.2,
  },
];

export interface Measured {
  seed: number;
  /** Seconds of the provider, from the first claim to the end of the batch. */
  seconds: number;
  ratio_to_replay: number;
  /** Against a replay that may deal the draws as it likes, the longest first. */
  ratio_to_longest_first: number;
  ratio_to_bound: number;
  requests_per_conversation: number;
  refused_for_rates: number;
  broken_invariants: string[];
}

/** One batch in one setting, by workers in processes of their own, against a fake in its own. */
export async function measurePaced(
  setting: Setting,
  { workers, seed }: { workers: number; seed: number },
): Promise<Measured> {
  const { conversations, timeScale, concurrency } = setting;
  const stage = await openStage({ messages: MESSAGES });
  const folder = await makeTemporaryFolder();
  const scenario = scenarioOf(setting, seed);
  const fake = await spawnFakeProvider(join(folder.path, "ledger.jsonl"), scenario);
  try {
    const writer = await stage.connect(fake.url, { concurrency });
    const { id: batchId } = await stage.start(await stage.plan(conversations), writer);
    const { workspaceId } = stage.ctx;
    const running = await Promise.all(
      Array.from({ length: workers }, () =>
        spawnWorker({
          appUrl: stage.appUrl,
          spoolDirectory: join(folder.path, "spool"),
          pace: 1 / timeScale,
          batch: { workspaceId, batchId },
        }),
      ),
    );
    await untilFinished(stage, batchId);
    await Promise.all(running.map((worker) => worker.stop()));
    const ledger = await fake.ledger();
    const seconds = (await makespan(stage, batchId)) / timeScale;
    const { bound, replay, longestFirst } = reference(setting, scenario, seed);
    const scope = { ctx: stage.ctx, batchIds: [batchId] };
    return {
      seed,
      seconds: Math.round(seconds),
      ratio_to_replay: rounded(seconds / replay),
      ratio_to_longest_first: rounded(seconds / longestFirst),
      ratio_to_bound: rounded(seconds / bound),
      requests_per_conversation: rounded(ledger.length / conversations),
      refused_for_rates: ledger.filter(({ refused }) => refused).length,
      broken_invariants: await checkInvariants(stage.scene.ownerDb, ledger, scope),
    };
  } finally {
    await fake.stop();
    await stage.close();
    await folder.remove();
  }
}

function scenarioOf(setting: Setting, seed: number): ScenarioInput {
  const { outputTokensPerMinute, requestsPerMinute, timeScale } = setting;
  return {
    seed,
    timeScale,
    headerClock: "scenario",
    countOutput: "drawn",
    limits: {
      [model]: {
        outputTokensPerMinute,
        ...(requestsPerMinute !== null && { requestsPerMinute }),
      },
    },
  };
}

/** What is known to who knows each call beforehand, and what nobody can beat. Seconds of the provider. */
function reference(setting: Setting, scenario: ScenarioInput, seed: number) {
  const { conversations, outputTokensPerMinute, requestsPerMinute, concurrency } = setting;
  const spreads = scenarioSchema.parse(scenario);
  const loads = Array.from({ length: conversations }, (_, place) => {
    const { latency, outputTokens } = drawRequest(seed, place, spreads);
    return { seconds: latency, inputTokens: 0, outputTokens };
  });
  const limits = {
    requests: requestsPerMinute,
    inputTokens: null,
    outputTokens: outputTokensPerMinute,
  };
  return {
    // The k-th call that the fake admits gets the k-th draw: nobody can begin with the longest.
    replay: replayMakespan(loads, limits, concurrency, "as given"),
    longestFirst: replayMakespan(loads, limits, concurrency),
    bound: lowerBound(loads, limits, concurrency).seconds,
  };
}

export async function untilFinished(
  { scene }: Stage,
  batchId: string,
  milliseconds = 1_800_000,
): Promise<void> {
  await waitFor(
    "the end of the batch",
    async () => {
      const [row] = await scene.ownerDb
        .select({ state: batches.state, pause: batches.pause })
        .from(batches)
        .where(eq(batches.id, batchId));
      if (row?.state === "paused") throw new Error(`paused: ${JSON.stringify(row.pause)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return row?.state === "finished";
    },
    milliseconds,
  );
}

/** Seconds from the first claim to the end, by the database's clock. */
export async function makespan({ scene }: Stage, batchId: string): Promise<number> {
  const [row] = await scene.ownerDb
    .select({
      seconds: sql<number>`extract(epoch from max(${batchItems.finishedAt}) - min(${batchItems.startedAt}))::float8`,
    })
    .from(batchItems)
    .where(eq(batchItems.batchId, batchId));
  return row?.seconds ?? 0;
}

export const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
