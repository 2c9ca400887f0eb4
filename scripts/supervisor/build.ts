import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { StartError } from "#/platform/start-error.ts";
import { forgetChild, rememberChild, signalGroup } from "./left-children.ts";

const inputs = [
  "package.json",
  "package-lock.json",
  "next.config.ts",
  "tsconfig.json",
  "postcss.config.mjs",
];

/** Whether the built pages are those of the sources as they are now. */
export function buildIsCurrent(repository: string): boolean {
  try {
    return readFileSync(fingerprintFile(repository), "utf8") === fingerprint(repository);
  } catch {
    return false;
  }
}

/**
 * Builds the pages when they aren't current. Throws a `StartError` when that fails; a failed or
 * interrupted build is never taken for a current one. With a data folder, output goes to its logs
 * and the next start ends a build that a killed supervisor left behind.
 */
export async function buildWhenNeeded(options: {
  repository: string;
  print: (line: string) => void;
  dataDirectory?: string;
  signal?: AbortSignal;
}): Promise<void> {
  const { repository } = options;
  if (buildIsCurrent(repository)) return;
  options.print("Building the pages. This takes about half a minute, once per version.");
  rmSync(fingerprintFile(repository), { force: true });
  const before = fingerprint(repository);
  const { code, output } = await runNextBuild(options);
  if (options.signal?.aborted) return;
  if (options.dataDirectory) {
    appendFileSync(join(options.dataDirectory, "logs", "build.log"), output, { mode: 0o600 });
  }
  if (code !== 0) {
    throw new StartError(
      `The pages couldn't be built; the end of what the build said:\n\n${output.trim().split("\n").slice(-30).join("\n")}\n\n` +
        'Your data was not touched. Mend that (after an update, "npm ci" often does) and start again.',
    );
  }
  // Of before the build: a source that changed during it makes the next start build again.
  writeFileSync(fingerprintFile(repository), before);
}

function fingerprintFile(repository: string): string {
  return join(repository, ".next", "bright-fingerprint");
}

/** A hash over the content of everything that the built pages come from. */
export function fingerprint(repository: string): string {
  const hash = createHash("sha256").update(process.version);
  const add = (path: string) => {
    const full = join(repository, path);
    if (existsSync(full)) hash.update(`\0${path}\0`).update(readFileSync(full));
  };
  inputs.forEach(add);
  for (const folder of ["src", "public"]) listFiles(repository, folder).forEach(add);
  return hash.digest("hex");
}

function listFiles(repository: string, folder: string): string[] {
  if (!existsSync(join(repository, folder))) return [];
  return readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(repository.length + 1))
    .sort();
}

async function runNextBuild(options: {
  repository: string;
  signal?: AbortSignal;
  dataDirectory?: string;
}): Promise<{ code: number | null; output: string }> {
  const { repository, signal, dataDirectory } = options;
  const program = join(repository, "node_modules", "next", "dist", "bin", "next");
  const child = spawn(process.execPath, [program, "build"], {
    cwd: repository,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const { pid } = child;
  if (dataDirectory && pid !== undefined) rememberChild(dataDirectory, "build", pid);
  const stop = () => {
    if (pid !== undefined) signalGroup(pid, "SIGKILL");
  };
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", (error) => {
      output += error.message;
      resolve(1);
    });
    child.once("close", resolve);
  });
  signal?.removeEventListener("abort", stop);
  if (dataDirectory) forgetChild(dataDirectory, "build");
  return { code, output: stripVTControlCharacters(output) };
}
