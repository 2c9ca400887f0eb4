import { connectDatabase, type DatabaseConnection } from "#/platform/db/connect.ts";
import { readPointer } from "#/platform/db/embedded-home.ts";
import { derivedAppUrl } from "#/platform/db/outside.ts";
import { withClient } from "#/platform/db/with-client.ts";
import { readSecrets } from "#/platform/secrets/secrets-file.ts";
import { StartError } from "#/platform/start-error.ts";
import { readSettings, type Settings } from "#/platform/supervisor-env.ts";

/**
 * Opens the database of the Bright Run that runs on this machine with the same settings, as the app's
 * role. Throws a `StartError` with one sentence when it isn't running.
 */
export async function openRunningDatabase(
  environment: Record<string, string | undefined>,
): Promise<DatabaseConnection> {
  const settings = readSettings(environment);
  const url = await appUrlOf(settings);
  if (!url) throw notRunning(settings);
  try {
    await withClient(url, (client) => client.query("select 1"));
  } catch {
    throw notRunning(settings);
  }
  return connectDatabase(url, 2);
}

async function appUrlOf(settings: Settings): Promise<string | undefined> {
  if (settings.databaseAppUrl) return settings.databaseAppUrl;
  if (settings.databaseUrl) {
    const { appPassword } = await readSecrets(settings.dataDirectory);
    return derivedAppUrl(settings.databaseUrl, appPassword);
  }
  const { port } = await readPointer(settings.dataDirectory);
  if (port === undefined) return undefined;
  const { appPassword } = await readSecrets(settings.dataDirectory);
  const url = new URL(`postgres://bright_app@127.0.0.1:${port}/bright`);
  url.password = appPassword;
  return url.href;
}

function notRunning(settings: Settings): StartError {
  const where = settings.databaseUrl
    ? "its database can't be reached"
    : `nothing runs on the data folder ${settings.dataDirectory}`;
  return new StartError(
    `Bright Run isn't running: ${where}. Nothing was changed; start it with npm start and run this again.`,
  );
}
