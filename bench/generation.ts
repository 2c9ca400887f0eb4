import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { measureEstimates } from "./engine/estimates.ts";
import { measureInstant } from "./engine/instant.ts";
import { type Measured, measurePaced, settings } from "./engine/paced.ts";
import { measureUrgent } from "./engine/urgent.ts";
import { startDurableCluster } from "../test/engine/durable-cluster.ts";

/**
 * The generation engine, as JSON: against an omniscient replay and the lower bound with 1 and 3 workers, the
 * speed of our own side, one urgent call beside a batch, the estimate. Medians of several runs.
 * `--runs 1 --only a,b,c,instant,urgent,estimate --instant 1000` for parts of it.
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "3" },
    only: { type: "string", default: "a,b,c,instant,urgent,estimate" },
    instant: { type: "string", default: "10000" },
    workers: { type: "string", default: "1,3" },
  },
});
const runs = Number(values.runs);
const wanted = new Set(values.only.split(","));
const workerCounts = values.workers.split(",").map(Number);

function middle(all: readonly number[]): number {
  return all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0;
}

function medianOf(each: Measured[]) {
  const of = (read: (one: Measured) => number) => middle(each.map(read));
  return {
    ratio_to_replay: of((one) => one.ratio_to_replay),
    ratio_to_longest_first: of((one) => one.ratio_to_longest_first),
    ratio_to_bound: of((one) => one.ratio_to_bound),
    requests_per_conversation: of((one) => one.requests_per_conversation),
    refused_for_rates: Math.max(...each.map((one) => one.refused_for_rates)),
    each,
  };
}

const cluster = await startDurableCluster();
try {
  const paced: Record<string, unknown> = {};
  for (const setting of settings.filter(({ name }) => wanted.has(name))) {
    for (const workers of workerCounts) {
      const each: Measured[] = [];
      for (let run = 1; run <= runs; run += 1) {
        each.push(await measurePaced(setting, { workers, seed: run }));
      }
      paced[`${setting.name}_${workers}_workers`] = { ...setting, workers, ...medianOf(each) };
    }
  }
  const report = {
    cores: cpus().length,
    runs,
    ...paced,
    ...(wanted.has("instant") && { instant: await measureInstant(Number(values.instant)) }),
    ...(wanted.has("urgent") && { urgent: await measureUrgent(Math.max(3, runs)) }),
    ...(wanted.has("estimate") && { estimate: await measureEstimates() }),
    targets: {
      ratio_to_replay: 1.1,
      requests_per_conversation: 1.02,
      refused_for_rates: 0,
      conversations_per_second: 40,
      worker_mb_most: 350,
      urgent_added_seconds: 1,
      estimate_within: 0.9,
      estimate_widest_high_to_low: 2,
    },
  };
  console.log(JSON.stringify(report, null, 2));
} finally {
  await cluster.stop();
}
