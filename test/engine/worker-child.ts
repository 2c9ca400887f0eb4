import "./shift-clock.ts";
import { runWorker, type WorkerSettings } from "./run-worker.ts";
import type { CallStep } from "#/core/calls/call-process.ts";

/** Where the process is to end as if its power were cut: at the n-th time that it comes to a step. */
export interface KillAt {
  step: CallStep;
  time: number;
}

const told: { settings: WorkerSettings; killAt: KillAt | null } = JSON.parse(
  process.env["BRIGHT_TEST_WORKER"] ?? "",
);
let times = 0;
const worker = runWorker(told.settings, (step) => {
  if (step !== told.killAt?.step) return;
  times += 1;
  if (times === told.killAt.time) process.kill(process.pid, "SIGKILL");
});
process.stdout.write("ready\n");
process.on("SIGTERM", () => void worker.stop().then(() => process.exit(0)));
// The test is gone: nobody would end this process.
process.stdin.on("end", () => process.exit(0)).resume();
