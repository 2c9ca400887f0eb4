import type { Providers, VendorAccess } from "./registry.ts";
import { BrightError } from "../errors.ts";

/** The way to vendors. @throws unavailable in a process that was started without one */
export function requireVendors({ vendors }: Pick<Providers, "vendors">): VendorAccess {
  if (vendors) return vendors;
  throw new BrightError(
    "unavailable",
    "This process can't reach vendors: it was started without a vault. Nothing was changed.",
  );
}
