import { pino } from "pino";
import { openRunningDatabase } from "./running-database.ts";
import { type RewrapReport, rewrapKeys } from "#/core/writers/rewrap-keys.ts";
import { formatCounted } from "#/lib/format.ts";
import {
  beginNewKey,
  forgetPreviousKey,
  isKeyFromEnvironment,
  readMasterKeys,
} from "#/platform/secrets/master-key.ts";
import { createVault } from "#/platform/secrets/vault.ts";
import { StartError } from "#/platform/start-error.ts";
import { readSettings } from "#/platform/supervisor-env.ts";

/**
 * Brings in a new master key while the product runs. Cut off at any point, nothing is lost: the former
 * key stays until every writer's key is wrapped with the new one, and the next run goes on from there.
 */
async function main(): Promise<void> {
  const { dataDirectory } = readSettings(process.env);
  const database = await openRunningDatabase(process.env);
  try {
    const isNamed = isKeyFromEnvironment(process.env);
    if (!isNamed) await beginNewKey(dataDirectory);
    const readKeys = () => readMasterKeys(process.env, dataDirectory);
    const former = new Set((await readKeys()).slice(1).map(({ id }) => id));
    const report = await rewrapKeys({
      db: database.db,
      log: pino({ level: "silent" }),
      vault: createVault(readKeys),
    });
    const isLeft = report.unopened.some(
      ({ masterKeyId }) => masterKeyId === null || former.has(masterKeyId),
    );
    if (!isLeft && !isNamed) await forgetPreviousKey(dataDirectory);
    tell(report, { isNamed, isLeft });
  } finally {
    await database.close();
  }
}

function tell(report: RewrapReport, { isNamed, isLeft }: { isNamed: boolean; isLeft: boolean }) {
  const { current, rewrapped, unopened } = report;
  console.log(
    `${formatCounted(current, "key")} of writers ${current === 1 ? "stands" : "stand"} under the new master key (${rewrapped} wrapped anew now).`,
  );
  if (unopened.length > 0) {
    process.exitCode = 1;
    const ids = unopened.map(({ connectionId }) => connectionId).join(", ");
    console.error(
      `${formatCounted(unopened.length, "key")} couldn't be opened and ${unopened.length === 1 ? "was" : "were"} left as found (connections ${ids}). Put the master key back that they were sealed with and run this again, or enter them anew under Settings, Writers.`,
    );
  }
  if (isLeft) console.error("The former master key was kept, because something still needs it.");
  else if (isNamed) {
    console.log(
      "BRIGHT_MASTER_KEY_PREVIOUS isn't needed any more: take it away at the next start. To change the key again, move the present one there and name a new one in BRIGHT_MASTER_KEY.",
    );
  } else console.log("The former master key was dropped. Take a new backup of the data folder.");
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
