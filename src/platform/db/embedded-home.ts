import { createHash } from "node:crypto";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
} from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "#/lib/atomic-file.ts";
import { signalProcess, waitForProcessEnd } from "#/lib/processes.ts";
import { errorCode, fileFault, StartError } from "#/platform/start-error.ts";
import { findLeftPostmaster } from "./embedded-attach.ts";
import { locateBinaries, type PostgresBinaries } from "./embedded-binaries.ts";
import {
  canEnterAndWrite,
  canRun,
  chownAll,
  ensureSystemUser,
  type Identity,
} from "./embedded-user.ts";

/** Where one embedded Postgres lives and as whom it runs. */
export type ClusterHome = {
  dataDirectory: string;
  /** Folder of ours that holds the cluster and, while it is made, its unfinished copy. */
  homeDirectory: string;
  /** What Postgres calls PGDATA. */
  clusterDirectory: string;
  binaries: PostgresBinaries;
  /** The user Postgres runs as when we are root; undefined means our own user. */
  identity: Identity | undefined;
};

const pointerSchema = z.object({
  /** TCP port on 127.0.0.1 of the last start. */
  port: z.number().int().optional(),
  /** Set when the cluster can't lie inside the data folder. */
  homeDirectory: z.string().optional(),
});

/** What `postgres.json` in the data folder remembers from one start to the next. */
export type ClusterPointer = z.infer<typeof pointerSchema>;

const systemDirectory = "/var/lib/bright-run";

/**
 * Finds the home of the data folder's cluster, or chooses and makes one. As root, Postgres refuses
 * to run, so it gets a system user; where that user can't reach the data folder or the package's
 * programs (a folder of mode 0700), they lie under /var/lib/bright-run instead.
 * Throws a `StartError` when no place can be had.
 */
export async function findClusterHome(dataDirectory: string): Promise<ClusterHome> {
  const data = await realpath(dataDirectory);
  const pointer = await readPointer(data);
  const inside = join(data, "postgres");
  const packaged = await locateBinaries();
  if (process.getuid?.() !== 0) {
    const homeDirectory = pointer.homeDirectory ?? inside;
    await makeDirectory(homeDirectory);
    return homeAt(data, homeDirectory, packaged, undefined);
  }
  const owner = await clusterOwner(pointer.homeDirectory ?? inside);
  const identity = owner ?? ensureSystemUser();
  const homeDirectory =
    pointer.homeDirectory ?? (owner ? inside : await chooseHome(data, inside, identity));
  await handOver(homeDirectory, identity);
  if (!canEnterAndWrite(homeDirectory, identity)) {
    throw new StartError(
      `The database in ${homeDirectory} can't be reached by the user that runs it (id ${identity.uid}). Nothing was changed. ` +
        "Let others pass through the folders above it (chmod o+x), and start again.",
    );
  }
  const binaries = await reachableBinaries(packaged, identity);
  return homeAt(data, homeDirectory, binaries, identity);
}

/** Reads `postgres.json`; a missing or broken one counts as empty, since all in it can be found anew. */
export async function readPointer(dataDirectory: string): Promise<ClusterPointer> {
  try {
    return pointerSchema.parse(JSON.parse(await readFile(pointerPath(dataDirectory), "utf8")));
  } catch {
    return {};
  }
}

/** Remembers the port and, where it isn't inside the data folder, the home for the next start. */
export async function writePointer(home: ClusterHome, port: number): Promise<void> {
  const outside = home.homeDirectory !== join(home.dataDirectory, "postgres");
  const pointer: ClusterPointer = { port, ...(outside && { homeDirectory: home.homeDirectory }) };
  const before = await readPointer(home.dataDirectory);
  if (before.port === pointer.port && before.homeDirectory === pointer.homeDirectory) return;
  await writeFileAtomically(pointerPath(home.dataDirectory), `${JSON.stringify(pointer)}\n`, 0o644);
}

/** Whether a finished cluster stands there. */
export async function hasCluster(clusterDirectory: string): Promise<boolean> {
  return (await stat(join(clusterDirectory, "PG_VERSION")).catch(() => undefined)) !== undefined;
}

function homeAt(
  dataDirectory: string,
  homeDirectory: string,
  binaries: PostgresBinaries,
  identity: Identity | undefined,
): ClusterHome {
  const clusterDirectory = join(homeDirectory, "data");
  return { dataDirectory, homeDirectory, clusterDirectory, binaries, identity };
}

function pointerPath(dataDirectory: string): string {
  return join(dataDirectory, "postgres.json");
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StartError(
      `The folder for the database, ${path}, can't be made: ${fileFault(error)}. Nothing was changed. ` +
        "Mend that, or name another data folder in BRIGHT_DATA_DIR, and start again.",
    );
  }
}

async function makeSystemDirectory(): Promise<void> {
  await makeDirectory(systemDirectory);
  await chmod(systemDirectory, 0o711);
}

/** The owner of an existing cluster; one that was restored as root is owned by nobody useful. */
async function clusterOwner(homeDirectory: string): Promise<Identity | undefined> {
  const cluster = await stat(join(homeDirectory, "data")).catch(() => undefined);
  return cluster && cluster.uid !== 0 ? { uid: cluster.uid, gid: cluster.gid } : undefined;
}

async function handOver(homeDirectory: string, identity: Identity): Promise<void> {
  await makeDirectory(homeDirectory);
  const home = await stat(homeDirectory);
  const cluster = await stat(join(homeDirectory, "data")).catch(() => undefined);
  if (home.uid !== identity.uid || (cluster && cluster.uid !== identity.uid)) {
    await chownAll(homeDirectory, identity);
  }
}

async function chooseHome(data: string, inside: string, identity: Identity): Promise<string> {
  await handOver(inside, identity);
  if ((await hasCluster(join(inside, "data"))) || canEnterAndWrite(inside, identity)) return inside;
  const outside = join(
    systemDirectory,
    createHash("sha256").update(data).digest("hex").slice(0, 16),
  );
  await makeSystemDirectory();
  await rmdir(inside).catch(() => undefined);
  // A cluster without a pointer to it belonged to a data folder that was deleted: its password is gone.
  const left = join(outside, "data");
  if (await hasCluster(left)) {
    const running = await findLeftPostmaster(left);
    if (running) {
      signalProcess(running.processId, "SIGINT");
      await waitForProcessEnd(running.processId, 60_000);
    }
    await rename(left, `${left}-left-${Date.now()}`);
  }
  return outside;
}

/** The package's programs where the user can run them, else a copy made once per version. */
async function reachableBinaries(
  packaged: PostgresBinaries,
  identity: Identity,
): Promise<PostgresBinaries> {
  if (canRun(packaged.postgres, identity)) return packaged;
  const target = join(
    systemDirectory,
    `programs-${packaged.version}-${process.platform}-${process.arch}`,
  );
  const copied: PostgresBinaries = {
    version: packaged.version,
    nativeDirectory: target,
    postgres: join(target, "bin", "postgres"),
    initdb: join(target, "bin", "initdb"),
  };
  if (canRun(copied.postgres, identity)) return copied;
  await makeSystemDirectory();
  const unfinished = await mkdtemp(join(systemDirectory, "programs-unfinished-"));
  try {
    await cp(packaged.nativeDirectory, unfinished, { recursive: true, verbatimSymlinks: true });
    await openToAll(unfinished);
    await rename(unfinished, target).catch(async (error: unknown) => {
      if (!["EEXIST", "ENOTEMPTY"].includes(errorCode(error)) || canRun(copied.postgres, identity))
        return;
      await rm(target, { recursive: true, force: true });
      await rename(unfinished, target);
    });
  } catch (error) {
    throw new StartError(
      `The database's programs can't be copied to ${systemDirectory}, where its own user can run them: ${fileFault(error)}. ` +
        "Nothing else was changed. Make room or let root write there, and start again.",
    );
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return copied;
}

async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, directory.endsWith("bin") ? 0o755 : 0o644);
  }
}
