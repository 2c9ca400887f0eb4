import { enableCompileCache } from "node:module";
import { join, resolve } from "node:path";
import { workerMemory } from "./supervisor/worker-memory.ts";

const repository = resolve(import.meta.dirname, "..");

// Saves supervisor, web server and worker from reading the same TypeScript anew at every start.
process.env.NODE_COMPILE_CACHE ??= join(repository, "node_modules/.cache/compiled");
enableCompileCache(process.env.NODE_COMPILE_CACHE);

// A terminal that was closed, or a pipe that reads no more, is no reason to fall over.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

// Loaded only now: what is imported above is read before the cache is on.
const { buildWhenNeeded } = await import("./supervisor/build.ts");
const { layInFirstWorkspace } = await import("./supervisor/first-start.ts");
const { supervise } = await import("./supervisor/supervise.ts");

const code = await supervise({
  environment: process.env,
  mode: "production",
  web: ({ host, port }) => [
    join(repository, "node_modules/next/dist/bin/next"),
    "start",
    "-H",
    host,
    "-p",
    String(port),
  ],
  worker: [...workerMemory, join(repository, "src/worker.ts")],
  prepare: ({ dataDirectory, signal, print }) =>
    buildWhenNeeded({ repository, dataDirectory, signal, print }),
  firstStart: layInFirstWorkspace,
});
process.exit(code);
