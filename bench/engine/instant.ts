import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makespan, rounded, untilFinished } from "./paced.ts";
import { spawnWorker } from "../../test/engine/spawn-worker.ts";
import { openStage } from "../../test/engine/stage.ts";
import { instant } from "../../test/fake-provider/scenario.ts";
import { spawnFakeProvider } from "../../test/fake-provider/spawn.ts";
import { checkInvariants } from "../../test/invariants/check-invariants.ts";
import { makeTemporaryFolder } from "../../test/temporary-folder.ts";

/**
 * A writer that answers at once: what our own side can do. Conversations stored, checked and scored a
 * second, and the memory of the one worker (resident set, MB) meanwhile.
 */
export async function measureInstant(conversations: number) {
  const stage = await openStage();
  const folder = await makeTemporaryFolder();
  const fake = await spawnFakeProvider(join(folder.path, "ledger.jsonl"), instant);
  try {
    const writer = await stage.connect(fake.url, { concurrency: 24 });
    const { id: batchId } = await stage.start(await stage.plan(conversations), writer);
    const { workspaceId } = stage.ctx;
    const worker = await spawnWorker({
      appUrl: stage.appUrl,
      spoolDirectory: join(folder.path, "spool"),
      batch: { workspaceId, batchId },
    });
    const memory: number[] = [];
    const looking = setInterval(() => memory.push(residentMb(worker.pid)), 500);
    await untilFinished(stage, batchId);
    clearInterval(looking);
    await worker.stop();
    const seconds = await makespan(stage, batchId);
    const ledger = await fake.ledger();
    const half = memory.slice(Math.floor(memory.length / 2));
    return {
      conversations,
      seconds: rounded(seconds),
      conversations_per_second: rounded(conversations / seconds),
      worker_mb_most: Math.max(...memory),
      worker_mb_at_half: half[0],
      worker_mb_at_end: half.at(-1),
      requests_per_conversation: rounded(ledger.length / conversations),
      broken_invariants: await checkInvariants(stage.scene.ownerDb, ledger, {
        ctx: stage.ctx,
        batchIds: [batchId],
      }),
    };
  } finally {
    await fake.stop();
    await stage.close();
    await folder.remove();
  }
}

function residentMb(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, "utf8");
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_024);
}
