import type { z } from "zod";
import { readConnection, viewConnections } from "./read-connection.ts";
import { acceptTermsInput, type Connection } from "./schema.ts";
import { statementText, termsOf } from "./terms.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { termsAcceptances } from "#/platform/db/tables/writers.ts";

/**
 * Records that a person accepted what using a connection means: the sentences as shown, their SHA-256,
 * the name as typed.
 * @throws conflict when other sentences hold now than those that were shown; notFound
 */
export async function acceptTerms({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof acceptTermsInput>;
}): Promise<Connection> {
  authorise(ctx, "manage");
  const { connectionId, signedName, statementHash } = parseInput(acceptTermsInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const row = await readConnection(tx, connectionId, { lock: true });
    const terms = termsOf(row);
    if (terms.hash !== statementHash) {
      throw new BrightError(
        "conflict",
        "The connection was changed while this was open, so other sentences hold now. Nothing was accepted; read them and type your name again.",
      );
    }
    await tx.insert(termsAcceptances).values({
      workspaceId: ctx.workspaceId,
      connectionId,
      vendor: terms.vendor,
      statement: statementText(terms),
      statementHash,
      signedName,
      createdBy: ctx.actor.id,
      createdByName: ctx.actor.name,
    });
    const [view] = await viewConnections(tx, [row]);
    if (!view) throw new Error("the connection went away");
    await appendAudit(tx, ctx, {
      action: "terms.accepted",
      targetKind: "connection",
      targetId: connectionId,
      hashAfter: statementHash,
      details: { name: row.name, vendor: terms.vendor, signedName },
    });
    return view;
  });
}
