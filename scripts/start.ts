import { join, resolve } from "node:path";
import { buildWhenNeeded } from "./supervisor/build.ts";
import { supervise } from "./supervisor/supervise.ts";

const repository = resolve(import.meta.dirname, "..");

// A terminal that was closed, or a pipe that reads no more, is no reason to fall over.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

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
  worker: [join(repository, "src/worker.ts")],
  prepare: ({ dataDirectory, signal, print }) =>
    buildWhenNeeded({ repository, dataDirectory, signal, print }),
});
process.exit(code);
