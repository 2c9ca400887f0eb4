import { pino } from "pino";
import { openRunningDatabase } from "./running-database.ts";
import { BrightError } from "#/core/errors.ts";
import { createServerPasswordLink } from "#/core/workspaces/create-server-password-link.ts";
import { createAuth } from "#/platform/auth/auth.ts";
import { readSecrets } from "#/platform/secrets/secrets-file.ts";
import { StartError } from "#/platform/start-error.ts";
import { readSettings } from "#/platform/supervisor-env.ts";

/** Prints a link for a new password of one account. Exit code 1 with a sentence when it can't. */
async function main(): Promise<void> {
  const [email] = process.argv.slice(2);
  if (!email) throw new StartError("Usage: npm run -s password-link -- person@example.com");
  const settings = readSettings(process.env);
  const database = await openRunningDatabase(process.env);
  try {
    const { authSecret } = await readSecrets(settings.dataDirectory);
    const auth = createAuth({ db: database.db, secret: authSecret, allowedHosts: ["localhost"] });
    const log = pino({ level: "silent" });
    const made = await createServerPasswordLink({ db: database.db, auth, log, email });
    const host = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
    console.log(`http://${host}:${settings.port}${made.path}`);
    console.log(`It works once, until ${made.expiresAt.toISOString()}.`);
  } finally {
    await database.close();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartError || error instanceof BrightError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
