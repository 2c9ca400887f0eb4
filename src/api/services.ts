import type { Logger } from "pino";
import { allowedHosts } from "./refuse-foreign.ts";
import { createProviders, type Providers } from "#/core/writers/registry.ts";
import { type Auth, createAuth } from "#/platform/auth/auth.ts";
import { connectDatabase, type DatabaseConnection } from "#/platform/db/connect.ts";
import { type ProcessSettings, readProcessSettings } from "#/platform/env.ts";
import { createAnthropicProvider } from "#/platform/llm/providers/anthropic/anthropic-provider.ts";
import { createOpenAiCompatibleProvider } from "#/platform/llm/providers/openai-compatible/openai-compatible-provider.ts";
import { practiceProvider } from "#/platform/llm/providers/practice/practice-provider.ts";
import { log } from "#/platform/log.ts";
import { readMasterKeys } from "#/platform/secrets/master-key.ts";
import { createVault } from "#/platform/secrets/vault.ts";
import { readSecrets } from "#/platform/secrets/secrets-file.ts";

/** What every request of one web server shares. */
export interface Services {
  settings: ProcessSettings;
  database: Pick<DatabaseConnection, "db">;
  auth: Auth;
  log: Logger;
  /** The writers that can be chosen, the preferred one first. */
  providers: Providers;
}

declare global {
  var brightServices: Promise<Services> | undefined;
}

/** The services of this process, made at the first request. Kept on globalThis: Next loads routes apart. */
export function getServices(): Promise<Services> {
  globalThis.brightServices ??= createServices().catch((error: unknown) => {
    globalThis.brightServices = undefined;
    throw error;
  });
  return globalThis.brightServices;
}

async function createServices(): Promise<Services> {
  const settings = readProcessSettings(process.env);
  const secrets = await readSecrets(settings.dataDirectory);
  const database = connectDatabase(settings.databaseAppUrl);
  const auth = createAuth({
    db: database.db,
    secret: secrets.authSecret,
    allowedHosts: allowedHosts(settings),
  });
  const providers = createProviders(
    [practiceProvider],
    {
      anthropic: createAnthropicProvider,
      openai_compatible: createOpenAiCompatibleProvider,
    },
    createVault(() => readMasterKeys(process.env, settings.dataDirectory)),
  );
  return { settings, database, auth, log, providers };
}
