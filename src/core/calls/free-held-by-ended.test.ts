import { readdir } from "node:fs/promises";
import { and, eq, sql } from "drizzle-orm";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openCallProcess } from "./call-process.ts";
import { freeHeldByEnded } from "./free-held-by-ended.ts";
import { batchItems, callAttempts } from "#/platform/db/tables/generation.ts";
import { runWorker } from "../../../test/engine/run-worker.ts";
import { spawnWorker } from "../../../test/engine/spawn-worker.ts";
import { openStage, type Stage } from "../../../test/engine/stage.ts";
import { fixed } from "../../../test/fake-provider/scenario.ts";
import { type FakeProvider, startFakeProvider } from "../../../test/fake-provider/start.ts";
import { makeTemporaryFolder, waitFor } from "../../../test/temporary-folder.ts";

const log = pino({ level: "silent" });
const COUNT = 4;

let stage: Stage;
let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;
let fake: FakeProvider;
beforeEach(async () => {
  stage = await openStage();
  folder = await makeTemporaryFolder();
  // An answer takes longer than the whole test.
  fake = await startFakeProvider({
    ledgerPath: `${folder.path}/ledger.jsonl`,
    scenario: { latency: fixed(600) },
  });
});
afterEach(async () => {
  await fake.stop();
  await stage.close();
  await folder.remove();
});

const heldNow = () => {
  const { ownerDb } = stage.scene;
  return Promise.all([
    ownerDb.$count(
      batchItems,
      and(eq(batchItems.state, "running"), sql`lease_until > clock_timestamp()`),
    ),
    ownerDb.$count(callAttempts, sql`held_until > clock_timestamp()`),
  ]);
};

async function workUntilAsked() {
  const writer = await stage.connect(fake.url, { concurrency: COUNT });
  const { id: batchId } = await stage.start(await stage.plan(COUNT), writer);
  const settings = {
    appUrl: stage.appUrl,
    spoolDirectory: folder.path,
    batch: { workspaceId: stage.ctx.workspaceId, batchId },
  };
  return { settings, asked: () => waitFor("its calls", () => fake.state().received >= COUNT) };
}

test("what a killed process held is free at once; what a living one holds stays its own", async () => {
  const { settings, asked } = await workUntilAsked();
  const worker = await spawnWorker(settings);
  await asked();
  const other = openCallProcess(stage.ctx.db, { spoolDirectory: folder.path });
  try {
    await freeHeldByEnded(stage.ctx.db, log);
    expect(await heldNow()).toEqual([COUNT, COUNT]);

    worker.kill("SIGKILL");
    await worker.ended;
    expect(await heldNow()).toEqual([COUNT, COUNT]);
    await freeHeldByEnded(stage.ctx.db, log);
    expect(await heldNow()).toEqual([0, 0]);
    expect((await readdir(folder.path)).filter((name) => name.endsWith(".process"))).toEqual([]);
  } finally {
    await other.close();
  }
});

test("a worker that starts after a kill asks again long before the leases would have run out", async () => {
  const { settings, asked } = await workUntilAsked();
  const worker = await spawnWorker(settings);
  await asked();
  worker.kill("SIGKILL");
  await worker.ended;
  const [{ left } = { left: 0 }] = await stage.scene.ownerDb
    .select({
      left: sql<number>`extract(epoch from min(lease_until) - clock_timestamp())::float8`,
    })
    .from(batchItems);
  expect(left).toBeGreaterThan(10);

  const next = runWorker(settings);
  try {
    await waitFor("its calls", () => fake.state().received >= 2 * COUNT, 5_000);
  } finally {
    await next.stop(0);
  }
});
