import type { BatchItem } from "#/core/generation/schema.ts";
import { formatNear } from "#/lib/format.ts";

type Where = Pick<BatchItem, "waitsFor" | "withVendor">;

/** Overnight, where a conversation lies that isn't written here: "with the vendor since 14:05, ready by Tue 14:00". */
export function whereLine({ waitsFor, withVendor }: Where, now: Date): string | null {
  if (withVendor) {
    const { since, readyBy } = withVendor;
    const by = readyBy ? `, ready by ${formatNear(readyBy, now)}, mostly sooner` : "";
    return `with the vendor since ${formatNear(since, now)}${by}`;
  }
  if (waitsFor === "money") return "waits until there is money again";
  if (waitsFor === "vendor") return "waits until the vendor takes batches again";
  return null;
}
