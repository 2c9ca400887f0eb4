import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "#/lib/atomic-file.ts";
import { errorCode, fileFault, StartError } from "#/platform/start-error.ts";

const secretsSchema = z.object({
  /** Of the embedded Postgres' superuser. */
  postgresPassword: z.string().min(1),
  /** Of the app's own role. */
  appPassword: z.string().min(1),
  /** Signs sessions. */
  authSecret: z.string().min(32),
  /** Asked of the first visitor from another machine. */
  setupToken: z.string().min(1),
});

/** The secrets of one data folder. */
export type Secrets = z.infer<typeof secretsSchema>;

/**
 * Reads `secrets.json` of the data folder (mode 0600), or makes it at the first start; secrets that
 * a newer version added are added. Throws a `StartError` when the file can't be read or written.
 */
export async function readOrCreateSecrets(dataDirectory: string): Promise<Secrets> {
  const path = secretsPath(dataDirectory);
  const present = await readPresent(path);
  const complete = secretsSchema.safeParse(present);
  if (complete.success) return complete.data;
  const secrets = secretsSchema.safeParse({ ...newSecrets(), ...present });
  if (!secrets.success) throw unreadable(path, "a secret in it is empty or not a text");
  try {
    await writeFileAtomically(
      path,
      `${JSON.stringify({ ...present, ...secrets.data }, null, 2)}\n`,
      0o600,
    );
  } catch (error) {
    throw new StartError(
      `The file ${path} can't be written: ${fileFault(error)}. Nothing was changed. ` +
        "Make the data folder writable, or name another one in BRIGHT_DATA_DIR, and start again.",
    );
  }
  return secrets.data;
}

/** Reads the secrets that the supervisor made. Throws a `StartError` when they are missing or broken. */
export async function readSecrets(dataDirectory: string): Promise<Secrets> {
  const path = secretsPath(dataDirectory);
  const secrets = secretsSchema.safeParse(await readPresent(path));
  if (!secrets.success) throw unreadable(path, "it is missing or incomplete");
  return secrets.data;
}

function secretsPath(dataDirectory: string): string {
  return join(dataDirectory, "secrets.json");
}

async function readPresent(path: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return {};
    throw unreadable(path, fileFault(error));
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw unreadable(path, "it is not valid JSON");
  }
}

function unreadable(path: string, reason: string): StartError {
  return new StartError(
    `The secrets of this data folder can't be read from ${path}: ${reason}. Nothing was changed. ` +
      "Put the file back from your backup, because the database can only be opened with it.",
  );
}

function newSecrets(): Secrets {
  const secret = () => randomBytes(32).toString("base64url");
  return {
    postgresPassword: secret(),
    appPassword: secret(),
    authSecret: secret(),
    setupToken: randomBytes(15).toString("base64url"),
  };
}
