import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Whether a process with this id runs. A zombie (ended, not yet collected by its parent) counts as
 * ended: in a container without an init process it would otherwise seem alive for ever.
 */
export function processIsAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return linuxStatus(processId)?.state !== "Z";
}

/**
 * A text that only this one process has, also after its id was given to another: start time and
 * boot on Linux, start time elsewhere. Empty when the process is gone.
 */
export function processIdentity(processId: number): string {
  if (process.platform === "linux") {
    const status = linuxStatus(processId);
    return status ? `${bootIdentity()}:${status.startedAt}` : "";
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(processId)], {
      encoding: "utf8",
    }).trim();
  } catch {
    return "";
  }
}

/** Sends a signal; a process that is gone already is no error. */
export function signalProcess(processId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(processId, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** Resolves to true as soon as the process has ended, to false after `milliseconds`. */
export async function waitForProcessEnd(processId: number, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (processIsAlive(processId)) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

function linuxStatus(processId: number): { state: string; startedAt: string } | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const text = readFileSync(`/proc/${processId}/stat`, "utf8");
    // The program's name stands in brackets and may hold spaces and brackets itself.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", startedAt: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

function bootIdentity(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
