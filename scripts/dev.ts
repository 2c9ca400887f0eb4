import { join, resolve } from "node:path";
import { layInFirstWorkspace } from "./supervisor/first-start.ts";
import { supervise } from "./supervisor/supervise.ts";
import { workerMemory } from "./supervisor/worker-memory.ts";

const repository = resolve(import.meta.dirname, "..");

process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

const code = await supervise({
  environment: process.env,
  mode: "development",
  web: ({ host, port }) => [
    join(repository, "node_modules/next/dist/bin/next"),
    "dev",
    "-H",
    host,
    "-p",
    String(port),
  ],
  worker: [
    ...workerMemory,
    "--watch",
    "--watch-preserve-output",
    join(repository, "src/worker.ts"),
  ],
  prepare: async () => undefined,
  firstStart: layInFirstWorkspace,
});
process.exit(code);
