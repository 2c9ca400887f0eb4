import { type OpenedConnection, openConnection } from "../writers/open-connection.ts";
import type { Providers } from "../writers/registry.ts";
import { requireVendors } from "../writers/require-vendors.ts";
import type { Context } from "../context.ts";

/** A connection with its key opened, whether or not its terms were accepted. @throws as openConnection */
export async function requireWorkingConnection({
  ctx,
  providers,
  connectionId,
}: {
  ctx: Context;
  providers: Providers;
  connectionId: string;
}): Promise<OpenedConnection> {
  const vendors = requireVendors(providers);
  return openConnection({ ctx, providers: { vendors, cache: providers.cache }, connectionId });
}
