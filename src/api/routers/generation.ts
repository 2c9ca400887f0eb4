import { member } from "../procedure.ts";
import { cancelBatch } from "#/core/generation/cancel-batch.ts";
import { estimateBatch } from "#/core/generation/estimate-batch.ts";
import { getBatchProgress } from "#/core/generation/get-batch-progress.ts";
import { listBatches } from "#/core/generation/list-batches.ts";
import { listBatchItems } from "#/core/generation/list-items.ts";
import { watchProgress } from "#/core/generation/progress-feed.ts";
import { retryFailed } from "#/core/generation/retry-failed.ts";
import { startBatch } from "#/core/generation/start-batch.ts";
import { changeBatch } from "#/core/generation/change-batch.ts";
import { pauseBatch } from "#/core/generation/pause-batch.ts";
import { resumeBatch } from "#/core/generation/resume-batch.ts";
import { getProject } from "#/core/projects/get-project.ts";

export const generationRouter = {
  estimate: member.generation.estimate.handler(({ context: { ctx, services }, input }) =>
    estimateBatch({ ctx, providers: services.providers, input }),
  ),
  start: member.generation.start.handler(({ context: { ctx, services }, input }) =>
    startBatch({ ctx, providers: services.providers, input }),
  ),
  listBatches: member.generation.listBatches.handler(({ context: { ctx }, input }) =>
    listBatches({ ctx, input }),
  ),
  getBatch: member.generation.getBatch.handler(({ context: { ctx }, input }) =>
    getBatchProgress({ ctx, input }),
  ),
  listItems: member.generation.listItems.handler(({ context: { ctx }, input }) =>
    listBatchItems({ ctx, input }),
  ),
  pause: member.generation.pause.handler(({ context: { ctx }, input }) =>
    pauseBatch({ ctx, input }),
  ),
  resume: member.generation.resume.handler(({ context: { ctx }, input }) =>
    resumeBatch({ ctx, input }),
  ),
  change: member.generation.change.handler(({ context: { ctx }, input }) =>
    changeBatch({ ctx, input }),
  ),
  cancel: member.generation.cancel.handler(({ context: { ctx }, input }) =>
    cancelBatch({ ctx, input }),
  ),
  retryFailed: member.generation.retryFailed.handler(({ context: { ctx }, input }) =>
    retryFailed({ ctx, input }),
  ),
  watch: member.generation.watch.handler(async ({ context: { ctx }, input, signal }) => {
    // Asked before the stream opens: afterwards it can't answer with 404 any more.
    await getProject({ ctx, input });
    return watchProgress({ ctx, input, signal });
  }),
};
