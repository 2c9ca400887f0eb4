import { readlinkSync } from "node:fs";
import { link, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { processIdentity } from "#/lib/processes.ts";
import { errorCode, StartError } from "#/platform/start-error.ts";

type Holder = { processId: number; identity: string; machine: string };

const refreshEvery = 5_000;
const staleAfter = 20_000;

/**
 * Takes the data folder for this process, over the lock of one that is gone if need be; the answer
 * gives it back. Throws a `StartError` when another Bright Run holds it.
 */
export async function takeLock(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, "bright-run.lock");
  const mine = `${path}.${process.pid}`;
  const text = JSON.stringify(ownIdentity());
  await writeFile(mine, text);
  try {
    // A link appears whole or not at all, so nobody reads half a lock.
    while (!(await tryLink(mine, path))) await clearIfStale(path, directory);
  } finally {
    await rm(mine, { force: true });
  }
  const refresh = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, refreshEvery);
  refresh.unref();
  return async () => {
    clearInterval(refresh);
    if ((await readFile(path, "utf8").catch(() => "")) === text) await rm(path, { force: true });
  };
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

async function clearIfStale(path: string, directory: string): Promise<void> {
  const before = await readFile(path, "utf8").catch(() => "");
  if (before === "") return;
  const holder = parseHolder(before);
  if (holder && (await isHeld(holder, path))) {
    throw new StartError(
      `Another Bright Run (process ${holder.processId}) is already running on the data folder ${directory}. It was left alone. ` +
        "Use that one, stop it first, or name another data folder in BRIGHT_DATA_DIR.",
    );
  }
  // Moved away and looked at once more: another start may have replaced the stale lock meanwhile.
  const aside = `${path}.stale.${process.pid}`;
  await rename(path, aside).catch(() => undefined);
  const moved = await readFile(aside, "utf8").catch(() => "");
  if (moved !== "" && moved !== before) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

/** On this machine the process itself tells; from elsewhere only the file's time does. */
async function isHeld(holder: Holder, path: string): Promise<boolean> {
  if (holder.machine === ownIdentity().machine) {
    return processIdentity(holder.processId) === holder.identity;
  }
  const first = await lastRefresh(path);
  const deadline = Date.now() + Math.min(staleAfter, first + staleAfter - Date.now());
  while (Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    if ((await lastRefresh(path)) !== first) return true;
  }
  return false;
}

async function lastRefresh(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}

function ownIdentity(): Holder {
  const identity = processIdentity(process.pid);
  const machine = process.platform === "linux" ? (identity.split(":")[0] ?? "") : hostname();
  return { processId: process.pid, identity, machine: `${machine} ${processSpace()}` };
}

/** Two containers on one machine don't see each other's processes. */
function processSpace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: Holder = JSON.parse(text);
    return value.processId > 0 ? value : undefined;
  } catch {
    return undefined;
  }
}
