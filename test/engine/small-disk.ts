import { execFileSync } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode } from "#/platform/start-error.ts";

/** A disk of its own, so small that it can be filled. */
export interface SmallDisk {
  path: string;
  /** Takes all that is left of it. */
  fill: () => Promise<void>;
  /** Gives back what `fill` took. */
  free: () => Promise<void>;
  remove: () => Promise<void>;
}

const CHUNK_BYTES = 1_000_000;

/** A file system in memory, which only root may mount. @returns null where that isn't allowed. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | null> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return null;
  const path = await mkdtemp(join(tmpdir(), "bright-run-disk-"));
  const options = `size=${megabytes}m,mode=0711`;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", path], { stdio: "ignore" });
  } catch {
    await rm(path, { recursive: true });
    return null;
  }
  const filler = join(path, "filler");
  return {
    path,
    fill: async () => {
      const file = await open(filler, "a");
      try {
        // Down to the last byte: whole pieces first, then single ones.
        for (let size = CHUNK_BYTES; size >= 1; size = Math.floor(size / 10)) {
          while (await takes(() => file.appendFile(Buffer.alloc(size)))) continue;
        }
      } finally {
        await file.close();
      }
    },
    free: () => rm(filler, { force: true }),
    remove: async () => {
      execFileSync("umount", ["--lazy", path], { stdio: "ignore" });
      await rm(path, { recursive: true, force: true });
    },
  };
}

async function takes(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (errorCode(error) !== "ENOSPC") throw error;
    return false;
  }
}
