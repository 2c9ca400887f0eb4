import { z } from "zod";
import { findTaskWriter } from "./find-task-writer.ts";
import { openConnection } from "./open-connection.ts";
import { createProviderCache, type ProviderCache } from "./provider-cache.ts";
import { requireAcceptedTerms } from "./require-accepted-terms.ts";
import type { WriterName, WriterTask } from "./schema.ts";
import type { Context } from "../context.ts";
import { BrightError } from "../errors.ts";
import type { ModelInfo, Provider } from "#/platform/llm/port.ts";
import type { VendorFactory, VendorKind } from "#/platform/llm/vendor.ts";
import type { Vault } from "#/platform/secrets/vault.ts";

/** What opens the workspace's connections: a factory for each kind, and the vault of their keys. */
export interface VendorAccess {
  factories: Readonly<Record<VendorKind, VendorFactory>>;
  vault: Vault;
}

/** What this process can write with: local writers by their id, the preferred one first, and vendors. */
export interface Providers {
  local: ReadonlyMap<string, Provider>;
  /** Null where nothing but local writers is wanted. */
  vendors: VendorAccess | null;
  cache: ProviderCache;
}

/** Makes the registry; the composition root names what goes in. */
export function createProviders(
  list: readonly Provider[],
  factories?: VendorAccess["factories"],
  vault?: Vault,
): Providers {
  return {
    local: new Map(list.map((provider) => [provider.id, provider])),
    vendors: factories && vault ? { factories, vault } : null,
    cache: createProviderCache(),
  };
}

/** One model of one provider: who writes. */
export interface Writer {
  provider: Provider;
  model: ModelInfo;
}

/**
 * The writer of that name; where none is named, the workspace's choice for writing, or else the preferred
 * local one. Prices are those of this moment.
 * @throws unavailable where this process or workspace doesn't have it, its key can't be opened, or the
 * model has no price yet; conflict before its terms were accepted. Nothing was sent then.
 */
export async function getWriter(
  ctx: Context,
  providers: Providers,
  name?: WriterName,
): Promise<Writer> {
  const chosen = name ?? (await findTaskWriter({ ctx, input: { task: "write" } }));
  if (!chosen) {
    const [provider] = providers.local.values();
    const model = provider?.models[0];
    if (provider && model) return { provider, model };
    throw new BrightError(
      "unavailable",
      "No writer is set up here. Nothing was sent; set one up and try again.",
    );
  }
  const local = providers.local.get(chosen.provider);
  if (local) {
    const model = local.models.find((candidate) => candidate.model === chosen.model);
    if (model) return { provider: local, model };
  }
  if (local || !providers.vendors || !z.uuid().safeParse(chosen.provider).success) {
    throw notSetUp(chosen);
  }
  const { provider, models, row } = await openConnection({
    ctx,
    providers: { ...providers, vendors: providers.vendors },
    connectionId: chosen.provider,
  });
  const model = models.find((candidate) => candidate.model === chosen.model);
  if (!model) {
    throw new BrightError(
      "unavailable",
      `The model "${chosen.model}" of ${row.name} has no price yet, so no cap could hold. Nothing was sent; enter its price under Settings, Writers.`,
    );
  }
  await requireAcceptedTerms({ ctx, connectionId: row.id });
  return { provider, model };
}

/** The writer of a task in a project: see `findTaskWriter`. @throws as `getWriter` */
export async function writerForTask(
  ctx: Context,
  providers: Providers,
  { projectId, task }: { projectId: string; task: WriterTask },
): Promise<Writer> {
  return getWriter(ctx, providers, await findTaskWriter({ ctx, input: { projectId, task } }));
}

function notSetUp(name: WriterName): BrightError {
  return new BrightError(
    "unavailable",
    `The writer "${name.provider}" with the model "${name.model}" isn't set up here. Nothing was sent; set it up again, or start a new batch with another writer.`,
  );
}
