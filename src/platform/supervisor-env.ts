import { join, resolve } from "node:path";
import { z } from "zod";
import {
  hostSetting,
  parseSettings,
  portSetting,
  postgresUrlSetting,
  type Environment,
} from "./env.ts";
import { StartError } from "./start-error.ts";

/** What the supervisor is told by the environment. Paths are absolute. */
export type Settings = {
  port: number;
  host: string;
  dataDirectory: string;
  /** The owner's connection; absent means the embedded Postgres. */
  databaseUrl: string | undefined;
  /** The app role's connection to an outside database; absent means it is derived from the owner's. */
  databaseAppUrl: string | undefined;
};

const supervisorSchema = z.object({
  PORT: portSetting,
  HOST: hostSetting,
  BRIGHT_DATA_DIR: z.string().optional(),
  DATABASE_URL: postgresUrlSetting.optional(),
  DATABASE_APP_URL: postgresUrlSetting.optional(),
});

/**
 * Reads and checks the supervisor's settings; an empty value counts as not set.
 * Throws a `StartError` with one sentence that names the first wrong setting.
 */
export function readSettings(environment: Environment): Settings {
  const values = parseSettings(supervisorSchema, environment);
  if (values.DATABASE_APP_URL !== undefined && values.DATABASE_URL === undefined) {
    throw new StartError(
      "DATABASE_APP_URL is set but DATABASE_URL is not, so there is no owner to set the database up with. " +
        "Nothing was started. Set both for your own Postgres, or neither for the one that comes with Bright Run.",
    );
  }
  const repository = resolve(import.meta.dirname, "../..");
  return {
    port: values.PORT,
    host: values.HOST,
    dataDirectory: resolve(values.BRIGHT_DATA_DIR ?? join(repository, ".bright")),
    databaseUrl: values.DATABASE_URL,
    databaseAppUrl: values.DATABASE_APP_URL,
  };
}
