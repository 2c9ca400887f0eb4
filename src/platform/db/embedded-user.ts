import { spawnSync } from "node:child_process";
import { chown, lchown, readdir } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "#/platform/start-error.ts";

/** A user and group by their numbers, for `spawn`. */
export type Identity = { uid: number; gid: number };

const userName = "bright-run";

/**
 * The system user that runs Postgres when we are root; made when missing.
 * Throws a `StartError` when the machine has no way to make one.
 */
export function ensureSystemUser(): Identity {
  const present = findUser();
  if (present) return present;
  const attempts = [
    [
      "useradd",
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/usr/sbin/nologin",
      userName,
    ],
    ["adduser", "-S", "-D", "-H", userName],
  ];
  for (const [program = "", ...parameters] of attempts) {
    spawnSync(program, parameters, { stdio: "ignore" });
    const made = findUser();
    if (made) return made;
  }
  throw new StartError(
    `Postgres doesn't run as root, and the system user "${userName}" for it couldn't be made. Nothing was changed. ` +
      "Start Bright Run as an ordinary user, or make that user by hand, or name a Postgres of your own in DATABASE_URL.",
  );
}

/** Whether that user can pass through all folders above and write into this one. */
export function canEnterAndWrite(directory: string, identity: Identity): boolean {
  const script = 'cd "$1" && test -w . && test -x .';
  const result = spawnSync("/bin/sh", ["-c", script, "sh", directory], {
    ...identity,
    cwd: "/",
    stdio: "ignore",
  });
  return result.status === 0;
}

/** Whether that user can start this program, libraries included. */
export function canRun(program: string, identity: Identity): boolean {
  const result = spawnSync(program, ["--version"], { ...identity, cwd: "/", stdio: "ignore" });
  return result.status === 0;
}

/** Gives a folder and all in it to a user; links are given themselves, never followed. */
export async function chownAll(directory: string, identity: Identity): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await chownAll(path, identity);
    else await lchown(path, identity.uid, identity.gid);
  }
  await chown(directory, identity.uid, identity.gid);
}

function findUser(): Identity | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((candidate) => candidate.startsWith(`${userName}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
