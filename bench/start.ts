import { readFileSync, readdirSync } from "node:fs";
import { cpus } from "node:os";
import { type Program, signUpProgram } from "../e2e/program.ts";
import { type Product, startProduct, temporaryDataDirectory } from "../e2e/product.ts";
import { run } from "../scripts/run.ts";

/**
 * Start-up, memory and a practice batch of 90, as JSON. Seconds are wall-clock, from the command to the
 * first page answered; memory is the proportional share (PSS) of every process, in MB.
 */
const LATER_STARTS = 5;
const IDLE_SECONDS = 20;

async function main(): Promise<void> {
  if ((await run("node", ["scripts/build.ts"])) !== 0) process.exit(1);
  const folder = await temporaryDataDirectory();
  try {
    const first = await timedStart(folder.path);
    await first.product.stop();
    const later: number[] = [];
    for (let index = 0; index < LATER_STARTS - 1; index++) {
      const { product, seconds } = await timedStart(folder.path);
      later.push(seconds);
      await product.stop();
    }
    const last = await timedStart(folder.path);
    later.push(last.seconds);
    const program = await signUpProgram(last.product);
    await pause(IDLE_SECONDS * 1000);
    const memory = memoryOf(last.product.pid);
    const batch = await practiceBatch(last.product, program);
    await last.product.stop();
    print({ first_start_seconds: first.seconds, later, memory, batch });
  } finally {
    await folder.remove();
  }
}

function print(result: {
  first_start_seconds: number;
  later: number[];
  memory: { total: number; processes: { name: string; mb: number }[] };
  batch: { plan_seconds: number; write_seconds: number; done: number; failed: number };
}): void {
  const { first_start_seconds, later, memory, batch } = result;
  const report = {
    cores: cpus().length,
    first_start_seconds: round(first_start_seconds),
    later_start_seconds: round(median(later)),
    later_start_seconds_each: later.map(round),
    idle_memory_mb: Math.round(memory.total),
    idle_memory_processes: memory.processes,
    practice_90: {
      plan_seconds: round(batch.plan_seconds),
      write_seconds: round(batch.write_seconds),
      done: batch.done,
      failed: batch.failed,
    },
    targets: {
      first_start_seconds: 6,
      later_start_seconds: 3,
      idle_memory_mb: 500,
      practice_90_seconds: 30,
    },
  };
  console.log(JSON.stringify(report, null, 2));
}

async function timedStart(dataDirectory: string): Promise<{ product: Product; seconds: number }> {
  const begun = performance.now();
  const product = await startProduct(dataDirectory, true);
  const response = await fetch(product.url);
  await response.text();
  if (!response.ok) throw new Error(`the first page was answered with ${response.status}`);
  return { product, seconds: (performance.now() - begun) / 1000 };
}

interface Batch {
  id: string;
  state: string;
  done: number;
  failed: number;
}

async function practiceBatch(product: Product, program: Program) {
  const { id: projectId } = await program.call<{ id: string }>("POST", "/projects", {
    name: "Bench",
  });
  const planned = performance.now();
  const { added } = await program.call<{ added: number }>(
    "POST",
    `/projects/${projectId}/plan`,
    {},
  );
  const started = performance.now();
  const batch = await program.call<Batch>("POST", `/projects/${projectId}/batches`, {
    selection: { kind: "filter", filter: { status: ["not_generated"] } },
    expectedCount: added,
  });
  let now = batch;
  while (now.state === "running") {
    await pause(100);
    now = await program.call<Batch>("GET", `/batches/${batch.id}`);
  }
  const ended = performance.now();
  return {
    plan_seconds: (started - planned) / 1000,
    write_seconds: (ended - started) / 1000,
    done: now.done,
    failed: now.failed,
  };
}

/** Proportional share of memory of a process and all below it. */
function memoryOf(root: number): { total: number; processes: { name: string; mb: number }[] } {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const stat = read(`/proc/${entry}/stat`);
    const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
    parents.set(Number(entry), Number(parent));
  }
  const below = (pid: number): boolean =>
    pid === root || (parents.has(pid) && below(parents.get(pid) ?? 0));
  const processes = [...parents.keys()].filter(below).map((pid) => ({
    name: read(`/proc/${pid}/cmdline`).split("\0").join(" ").trim().slice(-60),
    mb: Math.round(
      Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024,
    ),
  }));
  return { total: processes.reduce((sum, { mb }) => sum + mb, 0), processes };
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process ended between listing and reading.
    return "";
  }
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
const round = (value: number) => Math.round(value * 100) / 100;

function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

await main();
