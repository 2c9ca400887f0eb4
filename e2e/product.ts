import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "..");

/** The whole product as `npm start` runs it, on a free port and a data folder of its own. */
export interface Product {
  url: string;
  dataDirectory: string;
  pid: number;
  /** What it printed so far. */
  output: () => string;
  /** Ctrl+C, in effect; resolves to the exit code. */
  stop: () => Promise<number | null>;
  /** SIGKILL to the supervisor alone. */
  kill: () => Promise<void>;
}

export const owner = {
  name: "Ada Brook",
  email: "ada@example.com",
  password: "correct-horse-battery",
};

/**
 * Starts the product and resolves when it says that it is ready; with `npm start` itself where that is
 * to be measured. Throws with its output when it doesn't get ready.
 */
export async function startProduct(dataDirectory: string, throughNpm = false): Promise<Product> {
  const port = await freePort();
  const [program, given] = throughNpm
    ? ["npm", ["start"]]
    : [process.execPath, ["scripts/start.ts"]];
  const child = spawn(program, given, {
    cwd: repository,
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", BRIGHT_DATA_DIR: dataDirectory },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let printed = "";
  const exited = new Promise<number | null>((done) => child.on("exit", (code) => done(code)));
  await new Promise<void>((ready, failed) => {
    const take = (part: Buffer) => {
      printed += part.toString();
      if (printed.includes("Bright Run is ready")) ready();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    void exited.then(() => failed(new Error(`The product ended before it was ready:\n${printed}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    dataDirectory,
    pid: child.pid ?? 0,
    output: () => printed,
    stop: () => end(child, "SIGTERM", exited),
    kill: async () => {
      await end(child, "SIGKILL", exited);
    },
  };
}

/** A fresh data folder; `remove` takes it away after the product has stopped. */
export async function temporaryDataDirectory(story = "") {
  const path = await mkdtemp(join(tmpdir(), `bright-e2e-${story}`));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

async function end(
  child: ChildProcess,
  signal: NodeJS.Signals,
  exited: Promise<number | null>,
): Promise<number | null> {
  if (child.exitCode === null) child.kill(signal);
  return exited;
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.on("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
