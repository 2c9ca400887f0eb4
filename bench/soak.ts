import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { control } from "./engine/control.ts";
import { storm } from "./engine/storm.ts";
import { startDurableCluster } from "../test/engine/durable-cluster.ts";

/**
 * What `npm test` plays with few seeds, for long, as JSON: the fault matrix with 30 seeds a row, a batch of
 * 2,000 while workers and Postgres are killed, 100 pauses, cancels and caps. Ends with 1 when anything fails.
 * `--only matrix,storm,control --seeds 30 --conversations 2000 --runs 100` for parts of it.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "matrix,storm,control" },
    seeds: { type: "string", default: "30" },
    conversations: { type: "string", default: "2000" },
    runs: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
  },
});
const wanted = new Set(values.only.split(","));

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** What it prints goes to stderr: on stdout stands the report alone. */
function runVitest(given: string[], seeds: string): Promise<unknown> {
  const program = join(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
  const child = spawn(process.execPath, [program, ...given], {
    stdio: ["ignore", 2, 2],
    env: { ...process.env, BRIGHT_SEEDS: seeds },
  });
  return once(child, "close");
}

async function matrix(seeds: string) {
  const folder = await mkdtemp(join(tmpdir(), "bright-soak-"));
  try {
    const file = join(folder, "matrix.json");
    const begun = performance.now();
    const given = ["run", "test/fault-matrix", "--reporter=json", `--outputFile.json=${file}`];
    await runVitest(given, seeds);
    const report = reportSchema.parse(JSON.parse(await readFile(file, "utf8")));
    const each = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    return {
      seeds_a_row: Number(seeds),
      seconds: Math.round((performance.now() - begun) / 1_000),
      passed: report.numPassedTests,
      failed: each.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const cluster = await startDurableCluster();
try {
  const inMatrix = wanted.has("matrix") ? await matrix(values.seeds) : null;
  const inStorm = wanted.has("storm")
    ? await storm(cluster, { count: Number(values.conversations), seed: Number(values.seed) })
    : null;
  const inControl = wanted.has("control") ? await control(Number(values.runs)) : null;
  console.log(
    JSON.stringify(
      { cores: cpus().length, matrix: inMatrix, storm: inStorm, control: inControl },
      null,
      2,
    ),
  );
  const broken = [
    ...(inMatrix?.failed ?? []),
    ...(inStorm?.broken_invariants ?? []),
    ...(inControl?.sent_after_the_answer ?? []),
    ...(inControl?.broken_invariants ?? []),
  ];
  if (broken.length > 0) process.exitCode = 1;
} finally {
  await cluster.stop();
}
