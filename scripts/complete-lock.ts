import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { repository } from "./run.ts";

const packageSchema = z
  .object({
    dev: z.boolean().optional(),
    optionalDependencies: z.record(z.string(), z.string()).optional(),
  })
  .loose();
const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) }).loose();
type Lock = z.infer<typeof lockSchema>;

const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const processors = ["arm64", "arm", "ia32", "ppc64", "riscv64", "s390x", "x64"];

/**
 * Adds the packages of other platforms to the lock file that this machine's registry doesn't hold:
 * without their entries `npm ci` calls the lock file incomplete. Each is pinned by its parent to one
 * exact version; system and processor stand in its name. Run it after each change of dependencies.
 */
export function completeLock(lock: Lock): string[] {
  const added: string[] = [];
  for (const [place, parent] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const platform = platformOf(name);
      if (!platform || isLocked(lock, place, name) || !/^\d/.test(version)) continue;
      lock.packages[`node_modules/${name}`] = {
        version,
        ...(parent.dev && { dev: true }),
        optional: true,
        ...platform,
      };
      added.push(`${name}@${version}`);
    }
  }
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  return added;
}

function platformOf(name: string): Record<string, string[]> | undefined {
  const words = name.split(/[/-]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (!os || !cpu) return undefined;
  const libc = words.some((word) => word.startsWith("musl")) ? "musl" : "glibc";
  return { cpu: [cpu], os: [os], ...(os === "linux" && { libc: [libc] }) };
}

/** As Node looks packages up: beside the parent first, then further out. */
function isLocked(lock: Lock, place: string, name: string): boolean {
  for (let base = place; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    if (`${base === "" ? "" : `${base}/`}node_modules/${name}` in lock.packages) return true;
    if (base === "") return false;
  }
}

if (import.meta.main) {
  const file = join(repository, "package-lock.json");
  const lock = lockSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const added = completeLock(lock);
  await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${added.length} packages of other platforms added to package-lock.json`);
}
