import { join, resolve } from "node:path";
import { z } from "zod";
import { StartError } from "#/platform/start-error.ts";

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

/** What the web server and the worker are told by the supervisor; never the owner's connection. */
export type ProcessSettings = {
  port: number;
  host: string;
  dataDirectory: string;
  databaseAppUrl: string;
  /** Asked of the first visitor when the address isn't loopback and no account exists yet. */
  setupToken: string | undefined;
};

type Environment = Record<string, string | undefined>;

const port = z
  .string()
  .default("3000")
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535, {
    error: "it must be a whole number from 1 to 65535",
  })
  .transform(Number);

const host = z
  .string()
  .default("127.0.0.1")
  .refine((text) => /^[A-Za-z0-9.:_-]+$/.test(text), {
    error: "it must be an address or a host name such as 127.0.0.1 or 0.0.0.0",
  });

const postgresUrl = z.string().refine(isPostgresUrl, {
  error: "it must look like postgres://user:password@host:5432/database",
});

const supervisorSchema = z.object({
  PORT: port,
  HOST: host,
  BRIGHT_DATA_DIR: z.string().optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_APP_URL: postgresUrl.optional(),
});

const processSchema = z.object({
  PORT: port,
  HOST: host,
  BRIGHT_DATA_DIR: z.string({ error: "it must name the data folder" }),
  DATABASE_APP_URL: postgresUrl,
  BRIGHT_SETUP_TOKEN: z.string().optional(),
});

/**
 * Reads and checks the supervisor's settings; an empty value counts as not set.
 * Throws a `StartError` with one sentence that names the first wrong setting.
 */
export function readSettings(environment: Environment): Settings {
  const values = parse(supervisorSchema, environment);
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

/**
 * Reads and checks what the supervisor handed to the web server or the worker.
 * Throws a `StartError` with one sentence that names the first wrong setting.
 */
export function readProcessSettings(environment: Environment): ProcessSettings {
  const values = parse(processSchema, environment);
  return {
    port: values.PORT,
    host: values.HOST,
    dataDirectory: resolve(values.BRIGHT_DATA_DIR),
    databaseAppUrl: values.DATABASE_APP_URL,
    setupToken: values.BRIGHT_SETUP_TOKEN,
  };
}

/** Whether only this machine can reach an address, so that no set-up token is needed. */
export function isLoopback(hostName: string): boolean {
  return hostName === "localhost" || hostName === "::1" || /^127(\.\d{1,3}){3}$/.test(hostName);
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  environment: Environment,
): z.output<Schema> {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== ""),
  );
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const name = String(issue?.path[0] ?? "A setting");
  const value = present[name];
  throw new StartError(
    `The setting ${name} ${describe(name, value)}; ${issue?.message ?? "it is not valid"}. ` +
      `Nothing was started or changed. Correct ${name} and start again.`,
  );
}

/** The value as typed, but never the text of an address that may hold a password. */
function describe(name: string, value: string | undefined): string {
  if (value === undefined) return "is missing";
  return name.endsWith("_URL") ? "is not a Postgres address" : `is "${value}"`;
}

function isPostgresUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === "postgres:" || url.protocol === "postgresql:") && url.hostname !== "";
}
