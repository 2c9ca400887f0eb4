import { openCallProcess } from "#/core/calls/call-process.ts";
import { createProviders } from "#/core/writers/registry.ts";
import { generateBatchJob } from "#/core/generation/generate-batch-job.ts";
import { createBatchRunner } from "#/jobs/generation/generate-batch.ts";
import { connectDatabase } from "#/platform/db/connect.ts";
import { readProcessSettings } from "#/platform/env.ts";
import { createAnthropicProvider } from "#/platform/llm/providers/anthropic/anthropic-provider.ts";
import { createOpenAiCompatibleProvider } from "#/platform/llm/providers/openai-compatible/openai-compatible-provider.ts";
import { practiceProvider } from "#/platform/llm/providers/practice/practice-provider.ts";
import { log } from "#/platform/log.ts";
import { startQueue } from "#/platform/queue/queue.ts";
import { readMasterKeys } from "#/platform/secrets/master-key.ts";
import { createVault } from "#/platform/secrets/vault.ts";
import { StartError } from "#/platform/start-error.ts";

/** Below the supervisor's own patience, so that what is under way is given back and not cut off. */
const GRACE_MS = 5_000;
/** To the database: many conversations are written side by side, each in short transactions. */
const CONNECTIONS = 16;

try {
  await run();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  log.fatal(error.message);
  process.exitCode = 1;
}

/** The worker's composition root: settings, database, queue, writers. Ends at SIGTERM or SIGINT. */
async function run(): Promise<void> {
  const settings = readProcessSettings(process.env);
  const database = connectDatabase(settings.databaseAppUrl, CONNECTIONS);
  const calls = openCallProcess(database.db);
  const providers = createProviders(
    [practiceProvider],
    {
      anthropic: createAnthropicProvider,
      openai_compatible: createOpenAiCompatibleProvider,
    },
    createVault(() => readMasterKeys(process.env, settings.dataDirectory)),
  );
  const queue = await startQueue({ url: settings.databaseAppUrl, log });
  const runner = createBatchRunner({ db: database.db, log, providers });
  await queue.work(generateBatchJob, async (batch) => runner.wake(batch));

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await runner.stop(GRACE_MS);
    await queue.stop();
    await calls.close();
    await database.close();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
  log.info({ processId: process.pid }, "the worker is ready");
}
