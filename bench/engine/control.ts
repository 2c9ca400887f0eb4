import { join } from "node:path";
import { spawnWorker } from "../../test/engine/spawn-worker.ts";
import { openStage, type Stage } from "../../test/engine/stage.ts";
import { type SpawnedFake, spawnFakeProvider } from "../../test/fake-provider/spawn.ts";
import { checkInvariants } from "../../test/invariants/check-invariants.ts";
import { makeTemporaryFolder, waitFor } from "../../test/temporary-folder.ts";
import { cancelBatch } from "#/core/generation/cancel-batch.ts";
import { changeBatch } from "#/core/generation/change-batch.ts";
import { getBatchProgress } from "#/core/generation/get-batch-progress.ts";
import { pauseBatch } from "#/core/generation/pause-batch.ts";
import { createRandom } from "#/lib/random.ts";

const PACE = 50;
const ROWS = 30;
const acts = ["pause", "cancel", "cap"] as const;

/** Pause, cancel or a lower cap at a random moment, with 3 workers: requests that arrive after the answer. */
export async function control(runs: number) {
  const stage = await openStage();
  const folder = await makeTemporaryFolder();
  const fake = await spawnFakeProvider(join(folder.path, "ledger.jsonl"), {
    timeScale: 1 / PACE,
    headerClock: "scenario",
    tier: "none",
  });
  const workers = await Promise.all(
    [1, 2, 3].map(() =>
      spawnWorker({
        appUrl: stage.appUrl,
        spoolDirectory: join(folder.path, "spool"),
        pace: PACE,
        leaseScale: 0.1,
      }),
    ),
  );
  const ids: string[] = [];
  const late: string[] = [];
  const answerMs: number[] = [];
  try {
    for (let run = 0; run < runs; run += 1) {
      const which = acts[run % acts.length] ?? "pause";
      const one = await controlOnce(stage, fake, which, run);
      ids.push(one.batchId);
      answerMs.push(one.answerMs);
      late.push(...one.late.map((id) => `${which}, run ${run}: ${id}`));
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
  const ledger = await fake.ledger();
  const broken = await checkInvariants(stage.scene.ownerDb, ledger, {
    ctx: stage.ctx,
    batchIds: ids,
    hasEnded: false,
  });
  await fake.stop();
  await stage.close();
  await folder.remove();
  const sorted = answerMs.toSorted((one, other) => one - other);
  return {
    runs,
    sent_after_the_answer: late,
    answer_ms_median: sorted[Math.floor(sorted.length / 2)],
    answer_ms_most: sorted.at(-1),
    requests: ledger.length,
    broken_invariants: broken,
  };
}

async function controlOnce(
  { ctx, plan, start, connect }: Stage,
  fake: SpawnedFake,
  which: (typeof acts)[number],
  seed: number,
) {
  const writer = await connect(fake.url, { concurrency: 12 });
  const before = (await fake.state()).received;
  const { id: batchId } = await start(await plan(ROWS), writer);
  const asked = createRandom(`control ${seed}`).integer(1, ROWS - 10);
  await waitFor("its calls", async () => (await fake.state()).received >= before + asked);
  const begun = performance.now();
  if (which === "pause") await pauseBatch({ ctx, input: { batchId } });
  else if (which === "cancel") await cancelBatch({ ctx, input: { batchId } });
  else await changeBatch({ ctx, input: { batchId, capMicros: 1 } });
  const at = Date.now();
  const answerMs = Math.round(performance.now() - begun);
  await waitFor("those under way", async () => {
    const { running, state } = await getBatchProgress({ ctx, input: { batchId } });
    return running.length === 0 && state !== "running";
  });
  const late = (await fake.ledger(before)).filter(({ receivedAt }) => receivedAt > at);
  return { batchId, answerMs, late: late.map(({ id }) => id) };
}
