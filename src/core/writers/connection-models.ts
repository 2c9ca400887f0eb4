import { and, desc, inArray, lte } from "drizzle-orm";
import { z } from "zod";
import { type ConnectionKind, type ConnectionModel, enteredPricesSchema } from "./schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { modelPrices } from "#/platform/db/tables/writers.ts";
import { knownModels } from "#/platform/llm/known-models.ts";
import type { ModelInfo, ModelPrices } from "#/platform/llm/port.ts";

/** What is stored for a model from a moment on: prices, or that it was taken off the list. */
export const storedPricesSchema = z.union([
  enteredPricesSchema,
  z.object({ isRemoved: z.literal(true) }),
]);
export type StoredPrices = z.infer<typeof storedPricesSchema>;

/** A model of a connection, as the port knows it, and where its prices come from. */
export interface PricedModel {
  info: ModelInfo;
  source: ConnectionModel["source"];
  since: Date | null;
}

interface Place {
  id: string;
  kind: ConnectionKind;
  concurrency: number;
}

/** Of a model that nobody has measured: a conversation at a middling speed. */
const USUAL_SECONDS = 45;
/** Anthropic's batches cost half, whatever the model. */
const ANTHROPIC_BATCH_SHARE = 0.5;

/**
 * The models that have a price now: those of the product's price list, and those that the workspace
 * entered prices for, which count before ours. In the order of the list, then by name.
 */
export async function readPricedModels(
  tx: Transaction,
  places: readonly Place[],
): Promise<Map<string, PricedModel[]>> {
  const now = new Date();
  const ids = places.map(({ id }) => id);
  const rows =
    ids.length === 0
      ? []
      : await tx
          .selectDistinctOn([modelPrices.connectionId, modelPrices.model], {
            connectionId: modelPrices.connectionId,
            model: modelPrices.model,
            prices: modelPrices.prices,
            since: modelPrices.effectiveFrom,
          })
          .from(modelPrices)
          .where(and(inArray(modelPrices.connectionId, ids), lte(modelPrices.effectiveFrom, now)))
          .orderBy(
            modelPrices.connectionId,
            modelPrices.model,
            desc(modelPrices.effectiveFrom),
            desc(modelPrices.createdAt),
          );
  return new Map(
    places.map((place) => [
      place.id,
      modelsOf(
        place,
        rows.filter(({ connectionId }) => connectionId === place.id),
        now,
      ),
    ]),
  );
}

function modelsOf(
  place: Place,
  rows: readonly { model: string; prices: unknown; since: Date }[],
  now: Date,
): PricedModel[] {
  const entered = new Map(
    rows.map(({ model, prices, since }) => [
      model,
      { prices: storedPricesSchema.parse(prices), since },
    ]),
  );
  const known = knownModels(place.kind, now);
  const names = [...known.map(({ model }) => model), ...entered.keys()];
  return [...new Set(names)].flatMap((name): PricedModel[] => {
    const ours = known.find(({ model }) => model === name);
    const yours = entered.get(name);
    const { concurrency } = place;
    if (!yours)
      return ours ? [{ info: { ...ours, concurrency }, source: "ours", since: null }] : [];
    if ("isRemoved" in yours.prices) return [];
    const prices = completePrices(yours.prices, place.kind, ours?.prices);
    const base = ours ?? { model: name, label: name, secondsPerConversation: USUAL_SECONDS };
    return [{ info: { ...base, prices, concurrency }, source: "yours", since: yours.since }];
  });
}

/** What wasn't entered costs what plain input costs: never less than is paid. */
function completePrices(
  { input, output, cacheRead = input, cacheWrite = input }: z.infer<typeof enteredPricesSchema>,
  kind: ConnectionKind,
  known: ModelPrices | undefined,
): ModelPrices {
  const batchShare = known?.batchShare ?? (kind === "anthropic" ? ANTHROPIC_BATCH_SHARE : null);
  // The vendor's own proportion between its two kinds of cache.
  const hourShare = known && known.cacheWrite > 0 ? known.cacheWriteHour / known.cacheWrite : 1;
  return {
    input,
    output,
    cacheRead,
    cacheWrite,
    cacheWriteHour: cacheWrite * hourShare,
    batchShare,
    ...(known?.long && { long: known.long }),
  };
}
