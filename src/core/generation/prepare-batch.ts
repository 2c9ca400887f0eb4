import type { z } from "zod";
import { estimateFor } from "./estimate-for.ts";
import { type Estimate, estimateInput } from "./schema.ts";
import { selectWritable, type WritableSelection } from "./select-writable.ts";
import { readBudgets } from "../calls/read-budgets.ts";
import { readWriterHealth } from "../calls/read-writer-health.ts";
import type { Context } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import type { Voice } from "../projects/schema.ts";
import { type Providers, type Writer, getWriter, writerForTask } from "../writers/registry.ts";
import { formatMoney } from "#/lib/format.ts";
import type { Transaction } from "#/platform/db/connect.ts";

export type BatchWish = z.output<typeof estimateInput>;

/**
 * Who would write: the wished writer, or the one chosen for the project.
 * @throws as `getWriter`
 */
export async function writerOf(
  ctx: Context,
  providers: Providers,
  { projectId, writer }: Pick<BatchWish, "projectId" | "writer">,
): Promise<Writer> {
  return writer
    ? getWriter(ctx, providers, writer)
    : writerForTask(ctx, providers, { projectId, task: "write" });
}

/**
 * What a batch would write, with whom, and what it is expected to take.
 * @param lock holds the rows, for a start; an estimate only looks.
 */
export async function prepareBatch(
  tx: Transaction,
  ctx: Context,
  { wish, writer, lock }: { wish: BatchWish; writer: Writer; lock: boolean },
): Promise<{ selected: WritableSelection; estimate: Estimate }> {
  const { projectId, selection, mode, concurrency, limit } = wish;
  const selected = await selectWritable(tx, ctx, projectId, selection, { lock, limit });
  const { limits, state, reason, until } = await readWriterHealth(tx, {
    provider: writer.provider.id,
    model: writer.model.model,
  });
  const estimate = await estimateFor(tx, {
    projectId,
    writer,
    selected,
    mode,
    concurrency,
    limits,
  });
  const { voice } = await getProject({ ctx, input: { projectId } });
  const budget = await leastLeft(tx, projectId);
  const warnings = [
    ...voiceWarning(voice),
    ...priceWarning(writer),
    ...laneWarning(writer, concurrency),
    ...budgetWarning(budget, estimate.costMicros),
  ];
  return {
    selected,
    estimate: { ...estimate, health: { state, reason, until }, budget, warnings },
  };
}

/** Of the project's and the month's caps the one that leaves less. */
async function leastLeft(tx: Transaction, projectId: string): Promise<Estimate["budget"]> {
  const left = (await readBudgets(tx, { projectId })).flatMap(
    ({ scope, settledMicros, reservedMicros, capMicros }) =>
      capMicros === null || scope === "batch"
        ? []
        : [{ scope, leftMicros: Math.max(0, capMicros - settledMicros - reservedMicros) }],
  );
  return left.toSorted((one, other) => one.leftMicros - other.leftMicros)[0] ?? null;
}

function voiceWarning({ name, expertise, tone, principles }: Voice): string[] {
  const says = [name, expertise, tone, ...principles].some((text) => text.trim() !== "");
  return says
    ? []
    : ["No voice is described yet, so the answers will sound like nobody in particular."];
}

function priceWarning({ provider, model }: Writer): string[] {
  if (provider.isPractice || model.prices.input + model.prices.output > 0) return [];
  return [
    `The price of ${model.label} is entered as nothing: costs show as zero and no stop amount can hold. Right for a server of your own; otherwise enter its price under Settings, Writers.`,
  ];
}

function laneWarning({ model }: Writer, concurrency: number | undefined): string[] {
  if (concurrency === undefined || concurrency <= model.concurrency) return [];
  return [
    `${model.label} is set to ${model.concurrency} calls side by side, so it stays at that; more can be set under Settings, Writers.`,
  ];
}

function budgetWarning(budget: Estimate["budget"], cost: Estimate["costMicros"]): string[] {
  if (!budget || cost.high <= budget.leftMicros) return [];
  const whose = budget.scope === "month" ? "this month" : "this project";
  const left = formatMoney(budget.leftMicros);
  return [
    cost.low > budget.leftMicros
      ? `${left} is left for ${whose}, less than this takes: it will pause at the cap with a part written.`
      : `${left} is left for ${whose}: it may pause at the cap before the end.`,
  ];
}
