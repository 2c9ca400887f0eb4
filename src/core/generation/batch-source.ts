import { type ProjectMaterial, readProjectMaterial } from "./build-prompt.ts";
import { learntOutput } from "./learnt-output.ts";
import { getWriter, type Providers, type Writer } from "../writers/registry.ts";
import type { WriterName } from "../writers/schema.ts";
import type { Context } from "../context.ts";

/** Milliseconds after which a batch reads taxonomy and voice anew, and asks again for its writer. */
const FRESH_MS = 15_000;
const FRESH_WRITER_MS = 2_000;

/** What the rows of a batch share. 72 kB of taxonomy needn't be read for each of them. */
export interface BatchSource {
  /** @throws BrightError where it isn't set up, priced or accepted any more. */
  writer: () => Promise<Writer>;
  material: () => Promise<ProjectMaterial>;
  outputPerMessage: () => Promise<number | null>;
}

/** Reads what a batch is written with and from, again and again while it runs. */
export function createBatchSource(
  ctx: Context,
  providers: Providers,
  projectId: string,
  name: WriterName,
): BatchSource {
  return {
    writer: fresh(FRESH_WRITER_MS, () => getWriter(ctx, providers, name)),
    material: fresh(FRESH_MS, () => readProjectMaterial(ctx, projectId)),
    outputPerMessage: fresh(FRESH_MS, () => learntOutput(ctx, projectId, name)),
  };
}

/** One reading serves everybody for a while; a failed one serves nobody who comes later. */
function fresh<T>(forMs: number, read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  let readAt = 0;
  return () => {
    const now = performance.now();
    if (!reading || now - readAt > forMs) {
      readAt = now;
      reading = read();
      reading.catch(() => {
        reading = undefined;
      });
    }
    return reading;
  };
}
