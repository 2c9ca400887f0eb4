import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { readPricedModels } from "./connection-models.ts";
import { readConnections } from "./read-connection.ts";
import type { Providers } from "./registry.ts";
import { setTaskWriterInput, type WriterName } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";
import { taskWriters } from "#/platform/db/tables/writers.ts";

/**
 * Chooses the model for a task: for one project, or for every project without a choice of its own.
 * @throws invalid_input for a model that isn't set up, notFound for a foreign project
 */
export async function setTaskWriter({
  ctx,
  providers,
  input,
}: {
  ctx: Context;
  providers: Providers;
  input: z.input<typeof setTaskWriterInput>;
}): Promise<void> {
  authorise(ctx, "write");
  const { projectId, task, writer } = parseInput(setTaskWriterInput, input);
  await inTransaction(ctx, async (tx, ctx) => {
    if (projectId && (await tx.$count(projects, eq(projects.id, projectId))) === 0) {
      throw notFound("project");
    }
    const label = writer && (await labelOf(tx, providers, writer));
    await tx
      .delete(taskWriters)
      .where(
        and(
          eq(taskWriters.task, task),
          projectId ? eq(taskWriters.projectId, projectId) : isNull(taskWriters.projectId),
        ),
      );
    if (writer) {
      await tx
        .insert(taskWriters)
        .values({ workspaceId: ctx.workspaceId, projectId, task, ...writer });
    }
    await appendAudit(tx, ctx, {
      action: "task_writer.chosen",
      targetKind: projectId ? "project" : "workspace",
      targetId: projectId ?? ctx.workspaceId,
      details: { task, ...writer, label },
    });
  });
}

async function labelOf(
  tx: Transaction,
  providers: Providers,
  { provider, model }: WriterName,
): Promise<string> {
  const local = providers.local.get(provider);
  const own = local?.models.find((each) => each.model === model);
  if (own) return own.label;
  const rows = await readConnections(tx);
  const row = rows.find(({ id }) => id === provider);
  const priced = row && (await readPricedModels(tx, [row])).get(row.id);
  const found = priced?.find(({ info }) => info.model === model);
  if (row && found) return `${found.info.label} (${row.name})`;
  throw invalidField(
    "writer",
    `The model "${model}" isn't set up here, or has no price yet. Nothing was changed; choose one from the list.`,
  );
}
