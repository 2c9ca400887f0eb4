import { eq } from "drizzle-orm";
import { type Case, type Ran, runCase, type UnderWay } from "./run-case.ts";
import type { Stage } from "./stage.ts";
import type { LedgerEntry } from "../fake-provider/ledger.ts";
import { vendorBatchSize } from "#/core/calls/vendor-batch-rules.ts";
import { vendorBatches } from "#/platform/db/tables/generation.ts";

/** A thousand seconds of the vendor in one of ours; leases of one second. */
const settings = { pace: 1_000, leaseScale: 0.05 };

/** A run of the overnight mode, whose batches take five minutes at the vendor. */
export function runNight(stage: Stage, played: Omit<Case, "mode" | "settings">): Promise<Ran> {
  const { scenario } = played;
  return runCase(stage, {
    ...played,
    mode: "overnight",
    settings,
    scenario: {
      timeScale: 0.001,
      tier: "none",
      ...scenario,
      batches: { seconds: 300, ...scenario?.batches },
    },
  });
}

export const COUNT = 7;
/** One goes ahead alone, the others follow in so many, of so many conversations at most. */
export const BATCH = vendorBatchSize(COUNT);
export const BATCHES = Math.ceil((COUNT - 1) / BATCH);

export const recordsOf = ({ stage, batchId }: UnderWay) =>
  stage.scene.ownerDb.select().from(vendorBatches).where(eq(vendorBatches.batchId, batchId));

/** The vendor's batches that it made. */
export const made = (ledger: readonly LedgerEntry[]) =>
  ledger.filter(
    ({ method, path, batchId }) =>
      method === "POST" && path === "/v1/messages/batches" && batchId !== null,
  );
