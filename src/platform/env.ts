import { resolve } from "node:path";
import { z } from "zod";
import { StartError } from "#/platform/start-error.ts";

/** What the web server and the worker are told by the supervisor; never the owner's connection. */
export type ProcessSettings = {
  port: number;
  host: string;
  dataDirectory: string;
  databaseAppUrl: string;
  /** Asked of the first visitor when the address isn't loopback and no account exists yet. */
  setupToken: string | undefined;
};

/** As in `process.env`. */
export type Environment = Record<string, string | undefined>;

/** The setting PORT. */
export const portSetting = z
  .string()
  .default("3000")
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535, {
    error: "it must be a whole number from 1 to 65535",
  })
  .transform(Number);

/** The setting HOST. */
export const hostSetting = z
  .string()
  .default("127.0.0.1")
  .refine((text) => /^[A-Za-z0-9.:_-]+$/.test(text), {
    error: "it must be an address or a host name such as 127.0.0.1 or 0.0.0.0",
  });

/** A setting that is a Postgres connection. */
export const postgresUrlSetting = z.string().refine(isPostgresUrl, {
  error: "it must look like postgres://user:password@host:5432/database",
});

const addressSchema = z.object({ PORT: portSetting, HOST: hostSetting });

const processSchema = addressSchema.extend({
  BRIGHT_DATA_DIR: z.string({ error: "it must name the data folder" }),
  DATABASE_APP_URL: postgresUrlSetting,
  BRIGHT_SETUP_TOKEN: z.string().optional(),
});

/**
 * Reads and checks what the supervisor handed to the web server or the worker.
 * Throws a `StartError` with one sentence that names the first wrong setting.
 */
export function readProcessSettings(environment: Environment): ProcessSettings {
  const values = parseSettings(processSchema, environment);
  return {
    port: values.PORT,
    host: values.HOST,
    dataDirectory: resolve(values.BRIGHT_DATA_DIR),
    databaseAppUrl: values.DATABASE_APP_URL,
    setupToken: values.BRIGHT_SETUP_TOKEN,
  };
}

const seconds = (standard: string) =>
  z
    .string()
    .default(standard)
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) >= 1, {
      error: "it must be a whole number of seconds from 1 to 99999",
    })
    .transform(Number);

const callSchema = z.object({
  BRIGHT_DATA_DIR: z.string().optional(),
  BRIGHT_CALL_IDLE_SECONDS: seconds("60"),
  BRIGHT_CALL_TOTAL_SECONDS: seconds("300"),
});

/** How calls to models are watched, and where their answers are kept. @throws StartError */
export function readCallSettings(environment: Environment): {
  dataDirectory: string | undefined;
  idleSeconds: number;
  totalSeconds: number;
} {
  const values = parseSettings(callSchema, environment);
  return {
    dataDirectory: values.BRIGHT_DATA_DIR && resolve(values.BRIGHT_DATA_DIR),
    idleSeconds: values.BRIGHT_CALL_IDLE_SECONDS,
    totalSeconds: values.BRIGHT_CALL_TOTAL_SECONDS,
  };
}

/** HOST and PORT alone. @throws StartError */
export function readAddress(environment: Environment): { host: string; port: number } {
  const { HOST, PORT } = parseSettings(addressSchema, environment);
  return { host: HOST, port: PORT };
}

/** Whether only this machine can reach an address, so that no set-up token is needed. */
export function isLoopback(hostName: string): boolean {
  return hostName === "localhost" || hostName === "::1" || /^127(\.\d{1,3}){3}$/.test(hostName);
}

/**
 * Checks settings against their schema; an empty value counts as not set. Throws a `StartError` with
 * one sentence that names the first wrong one, without showing a connection's password.
 */
export function parseSettings<Schema extends z.ZodType>(
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
