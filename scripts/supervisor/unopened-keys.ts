import { withClient } from "#/platform/db/with-client.ts";
import { formatCounted } from "#/lib/format.ts";
import type { MasterKeys } from "#/platform/secrets/master-key.ts";

/**
 * Says that keys of writers can't be opened with the master key that is here; null when all can. No
 * reason not to start: everything else works, and what is stored stays as it is.
 */
export async function tellUnopenedKeys(ownerUrl: string, keys: MasterKeys): Promise<string | null> {
  const unopened = await withClient(ownerUrl, async (client) => {
    // Other migrations than the product's own, as tests bring, have no keys.
    const known = await client.query<{ yes: boolean }>(
      "select to_regprocedure('bright.sealed_keys()') is not null as yes",
    );
    if (!known.rows[0]?.yes) return 0;
    const { rows } = await client.query<{ count: number }>(
      "select count(*)::int as count from bright.sealed_keys() where master_key_id <> all($1::text[])",
      [keys.map(({ id }) => id)],
    );
    return rows[0]?.count ?? 0;
  });
  if (unopened === 0) return null;
  return `The master key that is here doesn't open ${formatCounted(unopened, "stored key")} of writers. Nothing was removed. Put the former master key back (BRIGHT_MASTER_KEY, or master-key.json in the data folder), or enter the vendors' keys anew under Settings, Writers.`;
}
