import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "#/lib/atomic-file.ts";
import { sha256 } from "#/lib/sha256.ts";
import type { Environment } from "#/platform/env.ts";
import { errorCode, fileFault, StartError } from "#/platform/start-error.ts";

/** A key of 32 bytes that wraps data keys. Its id tells nothing of it: 16 hexadecimal digits. */
export interface MasterKey {
  id: string;
  bytes: Buffer;
}

/** The key that wraps, first; then former ones, which only open. */
export type MasterKeys = readonly [MasterKey, ...MasterKey[]];

const KEY_BYTES = 32;
const howToMake = "Make one with: openssl rand -base64 32";

const fileSchema = z.object({
  current: z.string().transform((text, issues) => keyOf(text, issues)),
  /** Stands here while a new key is being brought in, and only then. */
  previous: z
    .string()
    .transform((text, issues) => keyOf(text, issues))
    .optional(),
});
type KeyFile = z.output<typeof fileSchema>;

/**
 * The master keys of this installation: BRIGHT_MASTER_KEY and BRIGHT_MASTER_KEY_PREVIOUS where they are
 * set, then those of `master-key.json` in the data folder.
 * @throws StartError when a setting or the file is broken, or there is no key at all.
 */
export async function readMasterKeys(
  environment: Environment,
  dataDirectory: string,
): Promise<MasterKeys> {
  const file = await readKeyFile(dataDirectory);
  const found = [...keysOfEnvironment(environment), file?.current, file?.previous].filter(
    (key) => key !== undefined,
  );
  const [first, ...others] = found;
  if (first) return [first, ...others];
  throw new StartError(
    `The master key, which opens the writers' keys, is missing: ${keyFilePath(dataDirectory)} isn't there. Nothing was changed. ` +
      "Put the file back from your backup, or set BRIGHT_MASTER_KEY.",
  );
}

/** Reads the master keys; at the first start, where no setting names one, makes the file (mode 0600). */
export async function readOrCreateMasterKeys(
  environment: Environment,
  dataDirectory: string,
): Promise<MasterKeys> {
  const isNamed = keysOfEnvironment(environment).length > 0;
  if (!isNamed && !(await readKeyFile(dataDirectory))) {
    await writeKeyFile(dataDirectory, { current: newMasterKey() });
  }
  return readMasterKeys(environment, dataDirectory);
}

/** Whether the key that wraps comes from the environment, where this machine can't put another one. */
export function isKeyFromEnvironment(environment: Environment): boolean {
  return keysOfEnvironment(environment).length > 0;
}

/**
 * Puts a new key before the one in the file, which stays until `forgetPreviousKey`. Does nothing when
 * an earlier change was cut off: its two keys stand there already.
 */
export async function beginNewKey(dataDirectory: string): Promise<void> {
  const file = await readKeyFile(dataDirectory);
  if (file?.previous) return;
  await writeKeyFile(dataDirectory, {
    current: newMasterKey(),
    ...(file && { previous: file.current }),
  });
}

/** Drops the former key from the file, once nothing is wrapped with it any more. */
export async function forgetPreviousKey(dataDirectory: string): Promise<void> {
  const file = await readKeyFile(dataDirectory);
  if (file?.previous) await writeKeyFile(dataDirectory, { current: file.current });
}

function keysOfEnvironment(environment: Environment): MasterKey[] {
  const { BRIGHT_MASTER_KEY: current, BRIGHT_MASTER_KEY_PREVIOUS: previous } = environment;
  if (!current && previous) {
    throw new StartError(
      "BRIGHT_MASTER_KEY_PREVIOUS is set but BRIGHT_MASTER_KEY is not. Nothing was started. Set both, or neither for the key in the data folder.",
    );
  }
  const keys: MasterKey[] = [];
  for (const [name, text] of [
    ["BRIGHT_MASTER_KEY", current],
    ["BRIGHT_MASTER_KEY_PREVIOUS", previous],
  ] as const) {
    if (!text) continue;
    const key = parseKey(text);
    if (!key) {
      // The value itself is never shown.
      throw new StartError(
        `The setting ${name} is not a key of ${KEY_BYTES} bytes in base64 or hexadecimal. Nothing was started or changed. ${howToMake}, and start again.`,
      );
    }
    keys.push(key);
  }
  return keys;
}

function parseKey(text: string): MasterKey | undefined {
  const trimmed = text.trim();
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed)
    ? Buffer.from(trimmed, "hex")
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)
      ? Buffer.from(trimmed, "base64")
      : undefined;
  return bytes?.length === KEY_BYTES ? masterKeyOf(bytes) : undefined;
}

function masterKeyOf(bytes: Buffer): MasterKey {
  return { id: sha256(`bright master key ${bytes.toString("hex")}`).slice(0, 16), bytes };
}

function newMasterKey(): MasterKey {
  return masterKeyOf(randomBytes(KEY_BYTES));
}

function keyOf(text: string, issues: z.core.$RefinementCtx<string>): MasterKey {
  const key = parseKey(text);
  if (key) return key;
  issues.addIssue({ code: "custom", message: "no key" });
  return z.NEVER;
}

function keyFilePath(dataDirectory: string): string {
  return join(dataDirectory, "master-key.json");
}

async function readKeyFile(dataDirectory: string): Promise<KeyFile | undefined> {
  const path = keyFilePath(dataDirectory);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw unreadable(path, fileFault(error));
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    throw unreadable(path, "it holds no whole key");
  }
}

function unreadable(path: string, reason: string): StartError {
  return new StartError(
    `The master key, which opens the writers' keys, can't be read from ${path}: ${reason}. Nothing was changed. ` +
      "Put the file back from your backup. Without it, move it away: a new one is made at the next start, and the writers' keys have to be entered anew.",
  );
}

async function writeKeyFile(
  dataDirectory: string,
  { current, previous }: { current: MasterKey; previous?: MasterKey },
): Promise<void> {
  const path = keyFilePath(dataDirectory);
  const stored = {
    current: current.bytes.toString("base64"),
    ...(previous && { previous: previous.bytes.toString("base64") }),
  };
  try {
    await writeFileAtomically(path, `${JSON.stringify(stored, null, 2)}\n`, 0o600);
  } catch (error) {
    throw new StartError(
      `The file ${path} can't be written: ${fileFault(error)}. The keys that stand there were left as they are. ` +
        "Make the data folder writable and try again.",
    );
  }
}
