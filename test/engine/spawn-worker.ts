import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { KillAt } from "./worker-child.ts";
import type { WorkerSettings } from "./run-worker.ts";
import { workerMemory } from "../../scripts/supervisor/worker-memory.ts";

/** A worker as a process of its own, which signals can reach. */
export interface SpawnedWorker {
  pid: number;
  kill: (signal: NodeJS.Signals) => void;
  /** Resolves when the process has ended, to the signal that ended it. */
  ended: Promise<NodeJS.Signals | null>;
  stop: () => Promise<void>;
}

/** @param clockMs by so much its clock is wrong. */
export async function spawnWorker(
  settings: WorkerSettings,
  { killAt = null, clockMs = 0 }: { killAt?: KillAt | null; clockMs?: number } = {},
): Promise<SpawnedWorker> {
  const child = spawn(
    process.execPath,
    [...workerMemory, join(import.meta.dirname, "worker-child.ts")],
    {
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...process.env,
        BRIGHT_TEST_WORKER: JSON.stringify({ settings, killAt }),
        BRIGHT_TEST_CLOCK: String(clockMs),
      },
    },
  );
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once("exit", (_, signal) => resolve(signal)),
  );
  child.stdin.on("error", () => undefined);
  await Promise.race([once(child.stdout, "data"), ended]);
  return {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
