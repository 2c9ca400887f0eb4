import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processIdentity, waitForProcessEnd } from "#/lib/processes.ts";

type Remembered = { processId: number; identity: string };

/** Writes down a child, so that the next start can end it if we are killed and it hangs. */
export function rememberChild(dataDirectory: string, name: string, processId: number): void {
  const remembered: Remembered = { processId, identity: processIdentity(processId) };
  try {
    mkdirSync(runDirectory(dataDirectory), { recursive: true, mode: 0o700 });
    writeFileSync(join(runDirectory(dataDirectory), `${name}.json`), JSON.stringify(remembered));
  } catch {
    // Only a help for the next start: a full disk must not keep the child from running.
  }
}

/** Takes the note back when the child has ended. */
export function forgetChild(dataDirectory: string, name: string): void {
  rmSync(join(runDirectory(dataDirectory), `${name}.json`), { force: true });
}

/** Ends what a killed supervisor left running: usually nothing, since children end with it. */
export async function endLeftChildren(dataDirectory: string): Promise<void> {
  let names: string[] = [];
  try {
    names = readdirSync(runDirectory(dataDirectory));
  } catch {
    return;
  }
  await Promise.all(
    names.map(async (name) => {
      const path = join(runDirectory(dataDirectory), name);
      const left = readRemembered(path);
      if (left && processIdentity(left.processId) === left.identity) {
        signalGroup(left.processId, "SIGTERM", "leader");
        await waitForProcessEnd(left.processId, 5000);
        signalGroup(left.processId, "SIGKILL");
        await waitForProcessEnd(left.processId, 5000);
      }
      rmSync(path, { force: true });
    }),
  );
}

/** Signals the process group that a child leads, or its leader alone; one that is gone is no error. */
export function signalGroup(
  leader: number,
  signal: NodeJS.Signals,
  whom: "group" | "leader" = "group",
): void {
  try {
    process.kill(whom === "group" ? -leader : leader, signal);
  } catch {
    // Gone already.
  }
}

function readRemembered(path: string): Remembered | undefined {
  try {
    const value: Remembered = JSON.parse(readFileSync(path, "utf8"));
    return value.processId > 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

function runDirectory(dataDirectory: string): string {
  return join(dataDirectory, "run");
}
