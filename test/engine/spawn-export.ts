import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { ExportTask } from "./export-child.ts";

const toldSchema = z.object({ port: z.number().optional(), statements: z.number().optional() });

/** A process that makes an export or hands one out, which signals can reach. */
export interface SpawnedExport {
  /** What it told first: the port that it answers at. */
  ready: z.infer<typeof toldSchema>;
  kill: () => void;
  /** Resolves when it has ended: the signal that ended it, and how many statements it took to its end. */
  ended: Promise<{ signal: NodeJS.Signals | null; statements: number | undefined }>;
}

export async function spawnExport(task: ExportTask): Promise<SpawnedExport> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "export-child.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, BRIGHT_TEST_EXPORT: JSON.stringify(task) },
  });
  child.stdin.on("error", () => undefined);
  const lines: z.infer<typeof toldSchema>[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(toldSchema.parse(JSON.parse(line))));
  const ended = once(child, "close").then(([, signal]) => ({
    signal: signal as NodeJS.Signals | null,
    statements: lines.at(-1)?.statements,
  }));
  await Promise.race([once(reader, "line"), ended]);
  return { ready: lines[0] ?? {}, kill: () => void child.kill("SIGKILL"), ended };
}
