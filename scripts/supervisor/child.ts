import { spawn, type ChildProcess } from "node:child_process";
import { waitForProcessEnd } from "#/lib/processes.ts";
import { forgetChild, rememberChild, signalGroup } from "./left-children.ts";
import type { Output } from "./output.ts";

/** A process that is started again whenever it ends, until it is stopped. */
export type WatchedChild = {
  name: string;
  /** Of the running process; undefined between two starts. */
  processId: () => number | undefined;
  /** How often it ended without being told to. */
  crashes: () => number;
  /** Ends it (the next start has the environment of then). */
  restart: () => void;
  /** SIGTERM, then SIGKILL after `grace` milliseconds; resolves when it and its own children are gone. */
  stop: (grace: number) => Promise<void>;
};

export type ChildPlan = {
  name: string;
  /** Parameters for this same Node, such as ["src/worker.ts"]. */
  parameters: string[];
  directory: string;
  /** Asked at each start, since the database may have moved to another port. */
  environment: () => NodeJS.ProcessEnv;
};

const longestDelay = 30_000;
const healthyAfter = 60_000;

/** Starts a process and keeps it running: after a crash again in 1 s, 2 s, 4 s ... 30 s. */
export function watchChild(options: {
  plan: ChildPlan;
  dataDirectory: string;
  output: Output;
  print: (line: string) => void;
}): WatchedChild {
  const { plan, dataDirectory, output, print } = options;
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let wanted = false;
  let crashes = 0;
  let delay = 1000;

  const start = () => {
    const startedAt = performance.now();
    child = spawnChild(plan);
    if (child.pid !== undefined) rememberChild(dataDirectory, plan.name, child.pid);
    if (child.stdout) output.follow(child.stdout);
    if (child.stderr) output.follow(child.stderr);
    let done = false;
    const onEnd = (reason: string) => {
      if (done) return;
      done = true;
      if (child?.pid !== undefined) signalGroup(child.pid, "SIGKILL");
      child = undefined;
      if (stopping) return;
      if (performance.now() - startedAt > healthyAfter) delay = 1000;
      if (!wanted) {
        crashes += 1;
        print(
          `The ${plan.name} process ended (${reason}). Starting it again in ${delay / 1000} s.`,
        );
      }
      timer = setTimeout(start, wanted ? 0 : delay);
      if (!wanted) delay = Math.min(delay * 2, longestDelay);
      wanted = false;
    };
    child.once("exit", (code, signal) => onEnd(signal ?? `code ${code}`));
    child.once("error", (error) => onEnd(error.message));
  };
  start();

  return {
    name: plan.name,
    processId: () => child?.pid,
    crashes: () => crashes,
    restart: () => {
      wanted = true;
      child?.kill("SIGTERM");
    },
    stop: async (grace) => {
      stopping = true;
      clearTimeout(timer);
      const processId = child?.pid;
      if (processId !== undefined) await endProcess(processId, grace);
      forgetChild(dataDirectory, plan.name);
    },
  };
}

function spawnChild(plan: ChildPlan): ChildProcess {
  const companion = new URL("./stay-with-supervisor.ts", import.meta.url).href;
  return spawn(process.execPath, ["--import", companion, ...plan.parameters], {
    cwd: plan.directory,
    env: plan.environment(),
    // A group of its own: Ctrl+C in the terminal reaches the supervisor alone, which stops in order.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

async function endProcess(processId: number, grace: number): Promise<void> {
  signalGroup(processId, "SIGTERM", "leader");
  const ended = await waitForProcessEnd(processId, grace);
  signalGroup(processId, "SIGKILL");
  if (!ended) await waitForProcessEnd(processId, 5000);
}
