import { readPricedModels } from "./connection-models.ts";
import { keepKeyIn } from "./keep-key-in.ts";
import type { ProviderCache } from "./provider-cache.ts";
import { type ConnectionRow, readConnection } from "./read-connection.ts";
import type { VendorAccess } from "./registry.ts";
import { type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import type { ModelInfo, Provider } from "#/platform/llm/port.ts";

export interface OpenedConnection {
  provider: Provider;
  models: ModelInfo[];
  row: ConnectionRow;
}

/**
 * The provider behind a connection of the workspace, with its key opened, and the models that have a
 * price. It doesn't look at terms: `getWriter` does.
 * @throws notFound; unavailable where the key can't be opened
 */
export async function openConnection({
  ctx,
  providers,
  connectionId,
}: {
  ctx: Context;
  providers: { vendors: VendorAccess; cache: ProviderCache };
  connectionId: string;
}): Promise<OpenedConnection> {
  const { row, models } = await inTransaction(ctx, async (tx) => {
    const row = await readConnection(tx, connectionId);
    const priced = await readPricedModels(tx, [row]);
    return { row, models: (priced.get(row.id) ?? []).map(({ info }) => info) };
  });
  const stamp = JSON.stringify([row.id, row.updatedAt, models]);
  const cached = providers.cache.get(stamp);
  if (cached) return { provider: cached, models, row };
  const apiKey = row.sealedKey === null ? null : await openKey(ctx, providers.vendors, row);
  const { id, name: label, baseUrl, isPrivateAllowed } = row;
  const made = providers.vendors.factories[row.kind]({
    id,
    label,
    apiKey,
    baseUrl,
    isPrivateAllowed,
    models,
  });
  const provider = keepKeyIn(made, apiKey);
  providers.cache.put(stamp, provider);
  return { provider, models, row };
}

async function openKey(
  ctx: Context,
  { vault }: VendorAccess,
  { id, name, sealedKey }: ConnectionRow,
): Promise<string> {
  try {
    return await vault.open({ workspaceId: ctx.workspaceId, recordId: id }, sealedKey);
  } catch (error) {
    // The reason may be a missing file or setting: it belongs into the log, not on a page.
    ctx.log.error({ err: error, connectionId: id }, "a writer's key can't be opened");
    throw new BrightError(
      "unavailable",
      `The key of ${name} can't be opened with this machine's master key. Nothing was sent, and nothing was removed. Put the former master key back (BRIGHT_MASTER_KEY, or master-key.json in the data folder), or enter the vendor's key anew under Settings, Writers.`,
    );
  }
}
