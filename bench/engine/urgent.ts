import { eq, sql } from "drizzle-orm";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { rounded, untilFinished } from "./paced.ts";
import { openStage } from "../../test/engine/stage.ts";
import { fixed } from "../../test/fake-provider/scenario.ts";
import { spawnFakeProvider } from "../../test/fake-provider/spawn.ts";
import { makeTemporaryFolder, waitFor } from "../../test/temporary-folder.ts";
import { cancelBatch } from "#/core/generation/cancel-batch.ts";
import { batches } from "#/platform/db/tables/generation.ts";

const WRITER_SECONDS = 3;

/**
 * One conversation that a person waits for, while a batch holds every place: seconds from the click to the
 * stored text, less what the writer itself took. With the product's own worker, in real time.
 */
export async function measureUrgent(runs: number) {
  const stage = await openStage();
  const folder = await makeTemporaryFolder();
  const fake = await spawnFakeProvider(join(folder.path, "ledger.jsonl"), {
    latency: fixed(WRITER_SECONDS),
    firstByte: fixed(1),
    tier: "none",
  });
  const worker = spawn(process.execPath, [join(import.meta.dirname, "../../src/worker.ts")], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      BRIGHT_DATA_DIR: folder.path,
      BRIGHT_MASTER_KEY: Buffer.alloc(32, 9).toString("base64"),
      DATABASE_APP_URL: stage.appUrl,
      LOG_LEVEL: "error",
    },
  });
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  try {
    const writer = await stage.connect(fake.url, { concurrency: 4 });
    const { id: batchId } = await stage.start(await stage.plan(120), writer);
    await waitFor("the batch's calls", async () => (await fake.state()).inFlight >= 4);
    const added: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const { id } = await stage.start(await stage.plan(1), writer);
      await untilFinished(stage, id);
      const [row] = await stage.scene.ownerDb
        .select({
          seconds: sql<number>`extract(epoch from ${batches.finishedAt} - ${batches.createdAt})::float8`,
        })
        .from(batches)
        .where(eq(batches.id, id));
      added.push(rounded((row?.seconds ?? 0) - WRITER_SECONDS));
    }
    await cancelBatch({ ctx: stage.ctx, input: { batchId } });
    const sorted = added.toSorted((one, other) => one - other);
    return { added_seconds: sorted[Math.floor(sorted.length / 2)], each: added };
  } finally {
    worker.kill("SIGTERM");
    await ended;
    await fake.stop();
    await stage.close();
    await folder.remove();
  }
}
