import type { z } from "zod";
import { readPricedModels, type StoredPrices } from "./connection-models.ts";
import { readConnection, viewConnections } from "./read-connection.ts";
import { type Connection, setPricesInput } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError, invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { modelPrices } from "#/platform/db/tables/writers.ts";

/**
 * Says what a model costs from now on, in millionths of a US dollar per token (dollars per million
 * tokens); a model that isn't known yet can be used from then on. Calls that were made keep their price.
 * @throws invalid_input for negative or absurd prices, and for free ones that weren't confirmed; conflict
 * when a removed model isn't there; notFound
 */
export async function setPrices({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof setPricesInput>;
}): Promise<Connection> {
  authorise(ctx, "manage");
  const { connectionId, model, prices, isFreeConfirmed } = parseInput(setPricesInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const row = await readConnection(tx, connectionId, { lock: true });
    const before = (await readPricedModels(tx, [row]))
      .get(row.id)
      ?.find(({ info }) => info.model === model);
    if (prices === null && !before) {
      throw new BrightError(
        "conflict",
        `The model "${model}" isn't on the list of ${row.name} any more. Nothing was changed.`,
      );
    }
    if (prices) refuseNothing(prices, { isFreeConfirmed, isVendor: row.baseUrl === null });
    const stored: StoredPrices = prices ?? { isRemoved: true };
    await tx.insert(modelPrices).values({
      workspaceId: ctx.workspaceId,
      connectionId,
      model,
      effectiveFrom: new Date(),
      prices: stored,
      createdBy: ctx.actor.id,
      createdByName: ctx.actor.name,
    });
    const [view] = await viewConnections(tx, [row]);
    if (!view) throw new Error("the connection went away");
    const { input: inputBefore, output: outputBefore } = before?.info.prices ?? {};
    await appendAudit(tx, ctx, {
      action: prices ? "prices.set" : "model.removed",
      targetKind: "connection",
      targetId: connectionId,
      details: {
        name: row.name,
        model,
        ...(before && { before: { input: inputBefore, output: outputBefore } }),
        ...(prices && { prices }),
      },
    });
    return view;
  });
}

function refuseNothing(
  { input, output }: { input: number; output: number },
  { isFreeConfirmed, isVendor }: { isFreeConfirmed: boolean; isVendor: boolean },
): void {
  if (input > 0 && output > 0) return;
  if (isVendor) {
    throw invalidField(
      input > 0 ? "prices.output" : "prices.input",
      "A vendor's model isn't free. Nothing was saved; enter its price, or no cap could hold.",
    );
  }
  if (isFreeConfirmed) return;
  throw invalidField(
    "isFreeConfirmed",
    "A price of 0 means that no cap will ever stop this model. Nothing was saved; confirm that it costs nothing, or enter its price.",
  );
}
