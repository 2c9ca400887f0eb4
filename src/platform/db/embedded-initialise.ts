import { spawn } from "node:child_process";
import { chown, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "#/platform/start-error.ts";
import { majorVersion } from "./embedded-binaries.ts";
import { hasCluster, type ClusterHome } from "./embedded-home.ts";
import { postgresEnvironment, postgresFault } from "./embedded-process.ts";

/** The superuser of the embedded Postgres: owner of our database, never used by web server or worker. */
export const embeddedOwner = "bright_owner";

/**
 * Makes the cluster when there is none: UTF-8, sorted by code point the same on every machine,
 * page checksums, passwords by SCRAM. An interrupted attempt leaves nothing that would be taken
 * for a cluster. Throws a `StartError` for a cluster of another Postgres version or a full disk.
 */
export async function ensureCluster(
  home: ClusterHome,
  password: string,
  durable: boolean,
): Promise<void> {
  if (await hasCluster(home.clusterDirectory)) {
    await refuseOtherVersion(home);
    return;
  }
  const unfinished = `${home.clusterDirectory}-unfinished`;
  const passwordFile = join(home.homeDirectory, "password.tmp");
  await rm(unfinished, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (home.identity) await chown(passwordFile, home.identity.uid, home.identity.gid);
    await runInitdb(home, [
      `--pgdata=${unfinished}`,
      `--username=${embeddedOwner}`,
      `--pwfile=${passwordFile}`,
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--data-checksums",
      "--auth=scram-sha-256",
      "--no-instructions",
      ...(durable ? [] : ["--no-sync"]),
    ]);
    await rename(unfinished, home.clusterDirectory);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    throw error instanceof StartError ? error : postgresFault(String(error), home);
  } finally {
    await rm(passwordFile, { force: true }).catch(() => undefined);
  }
}

async function refuseOtherVersion(home: ClusterHome): Promise<void> {
  const found = (await readFile(join(home.clusterDirectory, "PG_VERSION"), "utf8")).trim();
  const ours = majorVersion(home.binaries);
  if (found === ours) return;
  throw new StartError(
    `The data folder ${home.dataDirectory} holds a database of Postgres ${found}, but this Bright Run brings Postgres ${ours}. ` +
      `It was left as it is. Start the version of Bright Run that made it, or name another data folder in BRIGHT_DATA_DIR.`,
  );
}

async function runInitdb(home: ClusterHome, parameters: string[]): Promise<void> {
  let output = "";
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(home.binaries.initdb, parameters, {
      ...home.identity,
      cwd: home.homeDirectory,
      env: postgresEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw postgresFault(output, home);
}
