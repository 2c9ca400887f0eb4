import { eq } from "drizzle-orm";
import { loadavg } from "node:os";
import { join } from "node:path";
import { rounded, untilFinished } from "./paced.ts";
import { createProviderTime } from "./provider-time.ts";
import { spawnWorker } from "../../test/engine/spawn-worker.ts";
import { model, openStage, type Stage } from "../../test/engine/stage.ts";
import {
  type ScenarioInput,
  scenarioSchema,
  type Spread,
} from "../../test/fake-provider/scenario.ts";
import { type SpawnedFake, spawnFakeProvider } from "../../test/fake-provider/spawn.ts";
import { checkInvariants } from "../../test/invariants/check-invariants.ts";
import { makeTemporaryFolder } from "../../test/temporary-folder.ts";
import { estimateBatch } from "#/core/generation/estimate-batch.ts";
import { getBatchProgress } from "#/core/generation/get-batch-progress.ts";
import type { Estimate } from "#/core/generation/schema.ts";
import { projectSettingsSchema } from "#/core/projects/schema.ts";
import type { WriterName } from "#/core/writers/schema.ts";
import { verdictOf } from "#/features/runs/verdict.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

/** Rows of the template tier; tokens and seconds of an answer grow with it, as the fake draws them for this. */
const MESSAGES = 14;
const FIRST = 30;

/** A project whose vendor holds it to the same limits all the time. */
interface Series {
  name: string;
  limits: { outputTokensPerMinute: number; requestsPerMinute?: number };
  /** Conversations, calls side by side, and messages of each (14), of the batches after the first. */
  batches: readonly (readonly [count: number, concurrency: number, messages?: number])[];
  /** Real seconds for one of the provider: no batch takes more than some 20 s, no call less than 0.5. */
  timeScale: number;
}

const series: Series[] = [
  {
    name: "8,000 output tokens a minute",
    limits: { outputTokensPerMinute: 8_000 },
    batches: [
      [20, 5],
      [35, 8],
      [45, 16, 10],
      [60, 5],
    ],
    timeScale: 0.015,
  },
  {
    name: "40,000 output tokens a minute",
    limits: { outputTokensPerMinute: 40_000, requestsPerMinute: 1_000 },
    batches: [
      [24, 32],
      [40, 24],
      [52, 32],
      [60, 16],
    ],
    timeScale: 0.06,
  },
  {
    name: "few at a time",
    limits: { outputTokensPerMinute: 400_000, requestsPerMinute: 1_000 },
    batches: [
      [22, 3],
      [34, 5, 10],
      [47, 4],
      [60, 6, 16],
    ],
    timeScale: 0.025,
  },
  {
    name: "many at a time",
    limits: { outputTokensPerMinute: 400_000, requestsPerMinute: 1_000 },
    batches: [
      [20, 8],
      [36, 24, 8],
      [48, 12],
      [60, 16],
    ],
    timeScale: 0.06,
  },
  {
    name: "10 requests a minute",
    limits: { outputTokensPerMinute: 400_000, requestsPerMinute: 10 },
    batches: [
      [25, 32],
      [30, 24],
      [42, 16],
      [56, 32],
    ],
    timeScale: 0.06,
  },
];

/** The faults of ordinary life: 3 % of the answers can't be used, 1 % of the calls meet an overload. */
const faults: ScenarioInput["faults"] = [
  { fault: { kind: "invalid-json" }, share: 0.015 },
  { fault: { kind: "wrong-turns" }, share: 0.015 },
  { fault: { kind: "status", status: 529 }, share: 0.01 },
];

type Range = Estimate["costMicros"];

interface Compared {
  count: number;
  messages: number;
  concurrency: number;
  binding: string;
  basis: string;
  /** Of this machine, whose cores the fake and the worker share: a busy one makes batches longer. */
  load: number;
  cost: { low: number; expected: number; high: number; actual: number; verdict: string };
  seconds: { low: number; expected: number; high: number; actual: number; verdict: string };
}

/**
 * The estimate as the dialog asks for it, held against what the same batch then took: 5 projects in turn,
 * each with limits of its own, its first batch estimated from the writer's own figures and the four after
 * it from the project's runs.
 */
export async function measureEstimates() {
  const first: Record<string, Compared> = {};
  const seen: Record<string, Compared[]> = {};
  const broken: string[] = [];
  for (const [place, one] of series.entries()) {
    const [head, ...rest] = await measureSeries(one, place + 1, broken);
    if (head) first[one.name] = head;
    seen[one.name] = rest;
  }
  const all = Object.values(seen).flat();
  return {
    batches: all.length,
    ...totalsOf(all),
    broken_invariants: broken,
    ...seen,
    without_own_runs: { ...totalsOf(Object.values(first)), ...first },
  };
}

function totalsOf(all: readonly Compared[]) {
  const share = (of: (one: Compared) => boolean) => rounded(all.filter(of).length / all.length);
  const widest = (of: (one: Compared) => { low: number; high: number }) =>
    rounded(Math.max(...all.map((one) => of(one).high / of(one).low)));
  return {
    cost_within: share(({ cost }) => cost.verdict === WITHIN),
    time_within: share(({ seconds }) => seconds.verdict === WITHIN),
    widest_high_to_low: Math.max(
      widest(({ cost }) => cost),
      widest(({ seconds }) => seconds),
    ),
  };
}

const WITHIN = "Within the range";

async function measureSeries(
  { name, limits, batches, timeScale }: Series,
  seed: number,
  broken: string[],
): Promise<Compared[]> {
  const stage = await openStage();
  const folder = await makeTemporaryFolder();
  const scenario: ScenarioInput = {
    seed,
    timeScale,
    headerClock: "scenario",
    countOutput: "drawn",
    limits: { [model]: limits },
    faults,
  };
  const fake = await spawnFakeProvider(join(folder.path, "ledger.jsonl"), scenario);
  const time = createProviderTime(stage, timeScale);
  const ids: string[] = [];
  const compared: Compared[] = [];
  try {
    const most = Math.max(...batches.map(([, concurrency]) => concurrency));
    const writer = await stage.connect(fake.url, { concurrency: most });
    const [, usual = most] = batches[0] ?? [];
    const all: Series["batches"] = [[FIRST, usual], ...batches];
    for (const [count, concurrency, messages = MESSAGES] of all) {
      await writeOfLength(stage, fake, messages);
      const rows = await stage.plan(count);
      const told = await askEstimate(stage, rows, writer, concurrency);
      const { id: batchId } = await stage.start(rows, writer, { concurrency });
      ids.push(batchId);
      await runOut(stage, batchId, { timeScale, spoolDirectory: join(folder.path, "spool") });
      await time.stretch(batchId);
      const one = { messages, ...(await compare(stage, batchId, told)) };
      compared.push(one);
      console.error(`${name}: ${JSON.stringify(one)}`);
    }
    const ledger = await fake.ledger();
    const scope = { ctx: stage.ctx, batchIds: ids };
    broken.push(...(await checkInvariants(stage.scene.ownerDb, ledger, scope)));
    return compared;
  } finally {
    await fake.stop();
    await stage.close();
    await folder.remove();
  }
}

/** From now on rows are planned with so many messages, and the fake's answers are as long. */
async function writeOfLength(
  { scene, projectId }: Stage,
  fake: SpawnedFake,
  messages: number,
): Promise<void> {
  const settings = projectSettingsSchema.parse({
    messageCount: { template: [messages, messages] },
  });
  await scene.ownerDb.update(projects).set({ settings }).where(eq(projects.id, projectId));
  const longer = messages / MESSAGES;
  const times = ({ median, spread, low, high }: Spread): Spread => ({
    median: median * longer,
    spread,
    low: low * longer,
    high: high * longer,
  });
  const { latency, outputTokens } = scenarioSchema.parse({});
  await fake.change({ latency: times(latency), outputTokens: times(outputTokens) });
}

function askEstimate(
  { ctx, providers, projectId }: Stage,
  ids: string[],
  writer: WriterName,
  concurrency: number,
): Promise<Estimate> {
  const selection = { kind: "ids" as const, ids };
  return estimateBatch({ ctx, providers, input: { projectId, selection, writer, concurrency } });
}

async function runOut(
  stage: Stage,
  batchId: string,
  { timeScale, spoolDirectory }: { timeScale: number; spoolDirectory: string },
): Promise<void> {
  const worker = await spawnWorker({
    appUrl: stage.appUrl,
    spoolDirectory,
    pace: 1 / timeScale,
    batch: { workspaceId: stage.ctx.workspaceId, batchId },
  });
  await untilFinished(stage, batchId);
  await worker.stop();
}

/** What the run's page says of it afterwards: expected, actual and the verdict. */
async function compare({ ctx }: Stage, batchId: string, told: Estimate) {
  const batch = await getBatchProgress({ ctx, input: { batchId } });
  const held = (range: Range, actual: number, digits: number) => {
    const short = (value: number) => Math.round(value * 10 ** digits) / 10 ** digits;
    return {
      low: short(range.low),
      expected: short(range.expected),
      high: short(range.high),
      actual: short(actual),
      verdict: verdictOf(batch, range, actual),
    };
  };
  const dollars = ({ low, expected, high }: Range): Range => ({
    low: low / 1e6,
    expected: expected / 1e6,
    high: high / 1e6,
  });
  return {
    count: told.count,
    concurrency: told.concurrency,
    binding: told.binding,
    basis: told.basis,
    load: rounded(loadavg()[0] ?? 0),
    cost: held(dollars(told.costMicros), batch.costMicros / 1e6, 3),
    seconds: held(told.seconds, batch.activeSeconds ?? 0, 0),
  };
}
