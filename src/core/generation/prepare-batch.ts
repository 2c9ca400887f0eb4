import type { z } from "zod";
import { type DealtSelection, dealSelection } from "./deal-selection.ts";
import { addEstimates, armsOf, type WriterEstimate } from "./estimate-arms.ts";
import { estimateFor } from "./estimate-for.ts";
import { type Estimate, estimateInput } from "./schema.ts";
import { selectWritable, type WritableSelection } from "./select-writable.ts";
import { readBudgets } from "../calls/read-budgets.ts";
import { readWriterHealth } from "../calls/read-writer-health.ts";
import type { Context } from "../context.ts";
import { invalidField } from "../errors.ts";
import { getProject } from "../projects/get-project.ts";
import type { Voice } from "../projects/schema.ts";
import { type Providers, type Writer, getWriter, writerForTask } from "../writers/registry.ts";
import { formatCount, formatCounted, formatMoney } from "#/lib/format.ts";
import type { Transaction } from "#/platform/db/connect.ts";

export type BatchWish = z.output<typeof estimateInput>;

/** With 10 a side not even 9 good ones against 5 can be told from chance. */
const FEW_PER_SIDE = 10;

/**
 * Who would write: the wished writer, or the one chosen for the project. Where writers are compared, that
 * of each side in turn.
 * @throws as `getWriter`; invalid_input for a comparison together with what can't go with it.
 */
export async function writersOf(
  ctx: Context,
  providers: Providers,
  wish: BatchWish,
): Promise<[Writer, ...Writer[]]> {
  const { projectId, writer, split } = wish;
  if (split) refuseTogether(wish);
  const [first, ...others] = split?.over === "writer" ? split.arms.map((arm) => arm.writer) : [];
  if (first) {
    const rest = others.map((name) => getWriter(ctx, providers, name));
    return Promise.all([getWriter(ctx, providers, first), ...rest]);
  }
  return [
    writer
      ? await getWriter(ctx, providers, writer)
      : await writerForTask(ctx, providers, { projectId, task: "write" }),
  ];
}

/** Sides are alike only when each of their rows is written, in one go. */
function refuseTogether({ mode, target, writer, split }: BatchWish): void {
  if (mode === "overnight") {
    throw invalidField(
      "mode",
      "A comparison is written at once, not overnight. Nothing was started.",
    );
  }
  if (target) {
    throw invalidField(
      "target",
      "A comparison writes all of its rows: it can't end once enough are good. Nothing was started; name a number of rows instead.",
    );
  }
  if (writer && split?.over === "writer") {
    throw invalidField(
      "writer",
      "Each side of this comparison names its own writer: leave this out.",
    );
  }
}

/** What a batch would write, and the side of each row where something is compared. */
export interface PreparedBatch {
  selected: WritableSelection;
  arms: number[] | null;
  estimate: Omit<Estimate, "mostForOneMicros">;
}

/**
 * What a batch would write, with whom, and what it is expected to take.
 * @param writers as `writersOf` gives them.
 * @param lock holds the rows, for a start; an estimate only looks.
 * @param seed of the dealing, where something is compared.
 * @throws what `dealSelection` throws.
 */
export async function prepareBatch(
  tx: Transaction,
  ctx: Context,
  {
    wish,
    writers,
    lock,
    seed,
  }: { wish: BatchWish; writers: readonly [Writer, ...Writer[]]; lock: boolean; seed: string },
): Promise<PreparedBatch> {
  const { projectId, selection, limit, split } = wish;
  const found = await selectWritable(tx, ctx, projectId, selection, {
    lock,
    limit: split ? undefined : limit,
  });
  const dealt = split
    ? await dealSelection(tx, ctx, { projectId, split, selected: found, limit, seed })
    : null;
  const { selected, arms } = dealt ?? { selected: found, arms: null };
  const estimates = await estimateEach(tx, ctx, wish, writers, { selected, arms });
  const estimate = addEstimates(estimates);
  const { voice } = await getProject({ ctx, input: { projectId } });
  const budget = await leastLeft(tx, projectId);
  const warnings = [
    ...(dealt && split ? dealtWarning(split.arms.length, dealt) : []),
    ...voiceWarning(voice),
    ...writers.flatMap(priceWarning),
    ...writers.flatMap((writer) => laneWarning(writer, wish.concurrency)),
    ...roundsWarning(wish),
    ...budgetWarning(budget, estimate.costMicros),
  ];
  return {
    selected,
    arms,
    estimate: {
      ...estimate,
      ...(split && arms && { arms: armsOf(split, arms, estimates) }),
      budget,
      warnings: [...new Set(warnings)],
    },
  };
}

/** One for the whole batch, or one for each writer that is compared. */
async function estimateEach(
  tx: Transaction,
  ctx: Context,
  { projectId, mode, concurrency, target }: BatchWish,
  writers: readonly [Writer, ...Writer[]],
  { selected, arms }: Pick<PreparedBatch, "selected" | "arms">,
): Promise<[WriterEstimate, ...WriterEstimate[]]> {
  const one = async (writer: Writer, part: WritableSelection, sides: number) => {
    const { limits, state, reason, until } = await readWriterHealth(tx, ctx, {
      provider: writer.provider.id,
      model: writer.model.model,
    });
    const estimate = await estimateFor(tx, {
      projectId,
      writer,
      selected: part,
      mode,
      concurrency: concurrency === undefined ? undefined : Math.ceil(concurrency / sides),
      limits,
      target: target ?? null,
    });
    return { ...estimate, health: { state, reason, until } };
  };
  const [first, ...others] = writers;
  if (others.length === 0) return [await one(first, selected, 1)];
  const partOf = (side: number): WritableSelection => {
    const ids = selected.ids.filter((_id, place) => arms?.[place] === side);
    const again = ids.filter((id) => selected.contentHashes.get(id) !== null).length;
    return { ...selected, ids, again };
  };
  const estimates: [WriterEstimate, ...WriterEstimate[]] = [
    await one(first, partOf(0), writers.length),
  ];
  for (const [at, writer] of others.entries()) {
    estimates.push(await one(writer, partOf(at + 1), writers.length));
  }
  return estimates;
}

function dealtWarning(sides: number, { selected, leftOut }: DealtSelection): string[] {
  const few = selected.ids.length / sides;
  return [
    ...(leftOut === 0
      ? []
      : [
          `${formatCounted(leftOut, "selected conversation")} left out: another template writes ${leftOut === 1 ? "it" : "them"} than the ones compared.`,
        ]),
    ...(few >= FEW_PER_SIDE || selected.ids.length === 0
      ? []
      : [
          `With ${formatCount(Math.floor(few))} to ${formatCount(Math.ceil(few))} conversations a side only a very great difference can be told from chance.`,
        ]),
  ];
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

function roundsWarning({ mode, target }: BatchWish): string[] {
  if (mode !== "overnight" || !target) return [];
  return [
    "Until so many are good goes in rounds overnight: what falls short goes into the next one, and each may take up to a day.",
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
