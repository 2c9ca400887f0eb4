import { and, count, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { chooseTaxonomyInput } from "./choice-schema.ts";
import { importTaxonomy } from "./import-taxonomy.ts";
import { narrowPack } from "./narrow-pack.ts";
import { readStarterPack } from "./starter-pack.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { getProject } from "../projects/get-project.ts";
import { lockProject } from "../projects/lock-project.ts";
import { storableJson } from "#/lib/storable-text.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { conversationLabels, conversations } from "#/platform/db/tables/conversations.ts";
import { storylines, taxonomyDimensions, taxonomyValues } from "#/platform/db/tables/sources.ts";

/**
 * Gives a project in which nothing is planned yet its customers and topics anew: the starter content
 * without some values, or personas and topics of one's own. Labels of seeds that name what is gone are
 * taken off them; their text stays.
 * @throws invalid_input naming the field, not_found, conflict once something is planned.
 */
export async function chooseTaxonomy({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof chooseTaxonomyInput>;
}): Promise<void> {
  authorise(ctx, "write");
  const { projectId, choice } = storableJson(parseInput(chooseTaxonomyInput, input));
  const wanted = choice.kind === "starter" ? choice.pack : "starter";
  const pack = narrowPack(await readStarterPack(wanted), choice);
  await inTransaction(ctx, async (tx, ctx) => {
    await getProject({ ctx, input: { projectId } });
    await lockProject(tx, projectId);
    await refusePlanned(tx, projectId);
    for (const table of [storylines, taxonomyValues, taxonomyDimensions]) {
      await tx.delete(table).where(eq(table.projectId, projectId));
    }
    await importTaxonomy({ ctx, input: { projectId, ...pack } });
    await takeOffLostLabels(tx, projectId);
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    await appendAudit(tx, ctx, {
      action: "taxonomy.chosen",
      targetKind: "project",
      targetId: projectId,
      details: {
        kind: choice.kind,
        ...(choice.kind === "starter" && { pack: choice.pack }),
        values: Object.fromEntries(
          pack.taxonomy.dimensions.map(({ key, values }) => [key, values.length]),
        ),
      },
    });
  });
}

/** Deleted rows count too: they may come back with their labels. */
async function refusePlanned(tx: Transaction, projectId: string): Promise<void> {
  const [planned] = await tx
    .select({ count: count() })
    .from(conversations)
    .where(and(eq(conversations.projectId, projectId), eq(conversations.origin, "planned")));
  if (!planned || planned.count === 0) return;
  throw new BrightError(
    "conflict",
    "Conversations are planned from these customers and topics already, so they can't be chosen anew. Nothing was changed; change single ones under Plan, or start a new project.",
  );
}

async function takeOffLostLabels(tx: Transaction, projectId: string): Promise<void> {
  const known = (dimension: unknown, value: unknown) => sql`exists (
    select 1 from ${taxonomyValues} held
    where held.project_id = ${projectId} and held.dimension = ${dimension} and held.key = ${value})`;
  await tx.execute(sql`
    update ${conversations} seed set labels = (
      select coalesce(jsonb_object_agg(label.key, label.value), '{}'::jsonb)
      from jsonb_each_text(seed.labels) label
      where label.key = 'tier' or ${known(sql`label.key`, sql`label.value`)})
    where seed.project_id = ${projectId} and seed.origin = 'seed'`);
  await tx.execute(sql`
    delete from ${conversationLabels} lost
    where lost.project_id = ${projectId} and lost.dimension <> 'tier'
      and not ${known(sql`lost.dimension`, sql`lost.value`)}`);
}
