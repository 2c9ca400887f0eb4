import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { z } from "zod";
import type { MasterKey, MasterKeys } from "./master-key.ts";

const boxSchema = z.object({ iv: z.string(), tag: z.string(), data: z.string() });
type Box = z.infer<typeof boxSchema>;

/**
 * A secret as it is stored: the text under a data key of its own, that key under a master key. Both are
 * AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce; the parts are base64.
 */
export const sealedSchema = z.object({
  version: z.literal(1),
  masterKeyId: z.string(),
  dataKey: boxSchema,
  secret: boxSchema,
});
export type Sealed = z.infer<typeof sealedSchema>;

/** Where a secret belongs. It opens nowhere else: a record that was moved is refused. */
export interface SecretPlace {
  workspaceId: string;
  recordId: string;
}

/** A secret that can't be opened: its master key isn't here, or the record isn't what was sealed. */
export class VaultError extends Error {
  readonly reason: "no_master_key" | "broken";

  constructor(reason: "no_master_key" | "broken") {
    super(`a stored secret can't be opened (${reason})`);
    this.name = "VaultError";
    this.reason = reason;
  }
}

export interface Vault {
  /** Seals a text with the newest master key. */
  seal: (place: SecretPlace, text: string) => Promise<Sealed>;
  /** @throws VaultError */
  open: (place: SecretPlace, sealed: unknown) => Promise<string>;
  /** The same secret under the newest master key; null when it is that already. @throws VaultError */
  rewrap: (place: SecretPlace, sealed: unknown) => Promise<Sealed | null>;
}

/**
 * Seals and opens secrets. `readKeys` is asked each time, since the master key may be changed while this
 * process runs.
 */
export function createVault(readKeys: () => Promise<MasterKeys>): Vault {
  return {
    seal: async (place, text) => {
      const [master] = await readKeys();
      const dataKey = randomBytes(32);
      return {
        version: 1,
        masterKeyId: master.id,
        dataKey: encrypt(master.bytes, dataKey, associated(place, "key", master.id)),
        secret: encrypt(dataKey, Buffer.from(text, "utf8"), associated(place, "secret")),
      };
    },
    open: async (place, stored) => {
      const sealed = parse(stored);
      const dataKey = unwrap(await readKeys(), place, sealed);
      return decrypt(dataKey, sealed.secret, associated(place, "secret")).toString("utf8");
    },
    rewrap: async (place, stored) => {
      const sealed = parse(stored);
      const keys = await readKeys();
      const [master] = keys;
      if (sealed.masterKeyId === master.id) return null;
      const dataKey = unwrap(keys, place, sealed);
      // Opened once before it is stored: a broken record must not be passed on as a whole one.
      decrypt(dataKey, sealed.secret, associated(place, "secret"));
      return {
        ...sealed,
        masterKeyId: master.id,
        dataKey: encrypt(master.bytes, dataKey, associated(place, "key", master.id)),
      };
    },
  };
}

function unwrap(keys: readonly MasterKey[], place: SecretPlace, sealed: Sealed): Buffer {
  const master = keys.find(({ id }) => id === sealed.masterKeyId);
  if (!master) throw new VaultError("no_master_key");
  return decrypt(master.bytes, sealed.dataKey, associated(place, "key", master.id));
}

function parse(stored: unknown): Sealed {
  const sealed = sealedSchema.safeParse(stored);
  if (!sealed.success) throw new VaultError("broken");
  return sealed.data;
}

function associated({ workspaceId, recordId }: SecretPlace, ...parts: string[]): Buffer {
  return Buffer.from(JSON.stringify(["bright", 1, workspaceId, recordId, ...parts]), "utf8");
}

function encrypt(key: Buffer, plain: Buffer, bound: Buffer): Box {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
  cipher.setAAD(bound);
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    iv: iv.toString("base64"),
    tag: cipher.getAuthTag().toString("base64"),
    data: data.toString("base64"),
  };
}

function decrypt(key: Buffer, box: Box, bound: Buffer): Buffer {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(box.iv, "base64"), {
      authTagLength: 16,
    });
    decipher.setAAD(bound);
    decipher.setAuthTag(Buffer.from(box.tag, "base64"));
    return Buffer.concat([decipher.update(Buffer.from(box.data, "base64")), decipher.final()]);
  } catch {
    throw new VaultError("broken");
  }
}
