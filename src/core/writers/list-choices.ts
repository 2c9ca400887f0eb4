import { listConnections } from "./list-connections.ts";
import type { Providers } from "./registry.ts";
import type { Connection, WriterChoice } from "./schema.ts";
import { authorise, type Context } from "../context.ts";

/**
 * Every model that can be chosen, local ones first; where one can't be used yet, what is missing.
 * Prices in millionths of a US dollar per token.
 */
export async function listChoices({
  ctx,
  providers,
}: {
  ctx: Context;
  providers: Providers;
}): Promise<WriterChoice[]> {
  authorise(ctx, "read");
  const local = [...providers.local.values()].flatMap((provider) =>
    provider.models.map(({ model, label, prices }) => ({
      provider: provider.id,
      model,
      label,
      isPractice: provider.isPractice,
      isReady: true,
      whyNot: null,
      prices,
    })),
  );
  const connections = await listConnections({ ctx });
  const vendors = connections.flatMap((connection) => {
    const whyNot = missingIn(connection);
    return connection.models.map(({ model, label, prices }) => ({
      provider: connection.id,
      model,
      label: `${label} (${connection.name})`,
      isPractice: false,
      isReady: whyNot === null,
      whyNot,
      prices,
    }));
  });
  return [...local, ...vendors];
}

function missingIn({ accepted, checkFailure, name, terms }: Connection): string | null {
  if (!accepted) return `What using ${terms.vendor} means has to be accepted first.`;
  if (checkFailure?.field === "apiKey" || checkFailure?.field === "baseUrl") {
    return `The last test of ${name} failed: ${checkFailure.message}`;
  }
  return null;
}
