import { inArray, sql } from "drizzle-orm";
import { type ConversationLoad, expectBatch } from "./expect-batch.ts";
import type { MinuteLimits } from "./makespan.ts";
import { type MeasuredRun, measureRuns } from "./measure-runs.ts";
import type { Estimate } from "./schema.ts";
import type { WritableSelection } from "./select-writable.ts";
import type { Target } from "./until-good.ts";
import type { Writer } from "../writers/registry.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";
import { sum } from "#/lib/sum.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

/** Ended conversations that are enough to go by. */
const ENOUGH = 10;
/**
 * Before anything was written: tokens of an ordinary prompt, of one message with its JSON, and of the
 * conversation that a writer's usual seconds are told for.
 */
const USUAL_TOKENS = { input: 3_500, message: 200, conversation: 3_000 };
/** Where no plan says. */
const USUAL_MESSAGES = 12;

/** What a batch would be written with. */
export interface EstimateFor {
  projectId: string;
  writer: Writer;
  selected: WritableSelection;
  mode: Estimate["mode"];
  /** Wished by the person; the writer's own number otherwise. */
  concurrency: number | undefined;
  limits: MinuteLimits;
  /** Null: every row is written once. */
  target: Target | null;
}

/** Cost, time and what binds it, from this project's own runs where there are enough. */
export async function estimateFor(
  tx: Transaction,
  { projectId, writer, selected, mode, concurrency: wished, limits, target }: EstimateFor,
): Promise<Omit<Estimate, "health" | "budget" | "warnings" | "mostForOneMicros">> {
  const { provider, model } = writer;
  const count = selected.ids.length;
  const name = { provider: provider.id, model: model.model };
  const measured = await measureRuns(tx, projectId, name);
  const isMeasured = measured.length >= ENOUGH;
  const messages = await meanMessages(tx, selected.ids);
  const loads = isMeasured
    ? asLongAs(measured, messages).flatMap(eachText)
    : [usualLoad(writer, messages ?? USUAL_MESSAGES)];
  const concurrency = Math.max(1, Math.min(wished ?? model.concurrency, model.concurrency));
  const expected = expectBatch({
    count: Math.max(1, count),
    loads: count === 0 ? [] : loads,
    limits: provider.isPractice ? noLimits : limits,
    concurrency,
    target: count === 0 ? null : target,
  });
  const atOnce = Math.min(concurrency, Math.max(1, Math.min(count, target?.good ?? count)));
  const share = mode === "overnight" ? (model.prices.batchShare ?? 1) : 1;
  const { low, expected: middle, high } = expected.costMicros;
  return {
    count,
    again: selected.again,
    skipped: selected.skipped,
    writer: {
      ...name,
      label: provider.isPractice ? provider.label : model.label,
      isPractice: provider.isPractice,
    },
    costMicros: { low: low * share, expected: middle * share, high: high * share },
    seconds: mode === "overnight" ? OVERNIGHT_SECONDS : expected.seconds,
    binding: mode === "overnight" ? "vendor" : expected.binding,
    bindingSentence:
      mode === "overnight"
        ? "The vendor answers such batches within a day, mostly sooner."
        : bindingSentence(expected.binding, limits, atOnce),
    basis: [
      isMeasured
        ? `From the last ${formatCount(measured.length)} conversations that this writer wrote for the project.`
        : unmeasuredBasis(provider.isPractice, limits),
      ...(target ? [goodBasis(isMeasured ? loads : [])] : []),
    ].join(" "),
    isRough: !isMeasured && !provider.isPractice,
    mode,
    concurrency,
    ownConcurrency: model.concurrency,
    texts: expected.texts && {
      low: Math.floor(expected.texts.low),
      expected: Math.round(expected.texts.expected),
      high: expected.texts.high,
    },
  };
}

const noLimits: MinuteLimits = { requests: null, inputTokens: null, outputTokens: null };

/** Anthropic's Message Batches end within 24 hours (its docs, "Batch processing"). */
const OVERNIGHT_SECONDS = { low: 0, expected: 24 * 3_600, high: 24 * 3_600 };

/**
 * What was measured, as it would have been with as many messages as are planned now: what is written, and
 * the time and money for it, grow with the messages, a prompt doesn't. All by one ratio of the means, so that
 * rows like those before are expected to take just what those took.
 */
function asLongAs(measured: readonly MeasuredRun[], messages: number | null): MeasuredRun[] {
  const known = measured.flatMap((run) => run.messages ?? []);
  const before = sum(known) / Math.max(1, known.length);
  const longer = messages === null || before === 0 ? 1 : messages / before;
  return measured.map((run) => ({
    ...run,
    seconds: run.seconds * longer,
    outputTokens: run.outputTokens * longer,
    held: { ...run.held, outputTokens: run.held.outputTokens * longer },
    costMicros: run.costMicros + run.outputCostMicros * (longer - 1),
  }));
}

/**
 * A row that was written again, as so many texts of which each took its part: all but the last fell short. One
 * of which no text came stays as what its failure took.
 */
function eachText(run: MeasuredRun): ConversationLoad[] {
  const { texts, calls = 1, isGood } = run;
  const parts = Math.max(1, texts);
  return Array.from({ length: parts }, (_, place) => ({
    ...run,
    seconds: run.seconds / parts,
    inputTokens: run.inputTokens / parts,
    outputTokens: run.outputTokens / parts,
    costMicros: run.costMicros / parts,
    calls: calls / parts,
    isGood: texts === 0 ? null : place === texts - 1 && isGood === true,
  }));
}

function usualLoad({ model }: Writer, messages: number): ConversationLoad {
  const outputTokens = USUAL_TOKENS.message * messages;
  return {
    seconds: (model.secondsPerConversation * outputTokens) / USUAL_TOKENS.conversation,
    inputTokens: USUAL_TOKENS.input,
    outputTokens,
    costMicros: USUAL_TOKENS.input * model.prices.input + outputTokens * model.prices.output,
  };
}

/** Messages of an average planned row; null where no plan says. */
async function meanMessages(tx: Transaction, ids: readonly string[]): Promise<number | null> {
  if (ids.length === 0) return null;
  const [row] = await tx
    .select({ mean: sql<number | null>`avg((${conversations.plan} ->> 'messageCount')::float8)` })
    .from(conversations)
    .where(inArray(conversations.id, ids.slice(0, 1_000)));
  return row?.mean ?? null;
}

function unmeasuredBasis(isPractice: boolean, limits: MinuteLimits): string {
  if (isPractice) return "From the writer's own figures.";
  const isLimitKnown = Object.values(limits).some((limit) => limit !== null);
  return [
    "A rough guess from the writer's own figures: it has not written enough here yet to go by.",
    ...(isLimitKnown
      ? []
      : [
          "The provider tells its limits with its first answer; where they are low, it takes longer.",
        ]),
  ].join(" ");
}

/** How many of the texts are taken to be good. */
function goodBasis(loads: readonly ConversationLoad[]): string {
  const texts = loads.filter(({ isGood }) => isGood !== null);
  if (texts.length === 0) {
    return "How many of its texts turn out good isn't known here yet: about four of five is assumed.";
  }
  const good = texts.filter(({ isGood }) => isGood).length;
  return `Of ${formatCounted(texts.length, "text")} ${formatCount(good)} passed every check.`;
}

function bindingSentence(
  binding: Exclude<Estimate["binding"], "vendor">,
  limits: MinuteLimits,
  concurrency: number,
): string {
  switch (binding) {
    case "call":
      return "As long as the longest single conversation takes: all are written at once.";
    case "concurrency":
      return `${formatCounted(concurrency, "conversation")} written at a time is what keeps it from being faster.`;
    case "requests":
      return `The provider's limit of ${formatCount(limits.requests ?? 0)} requests a minute is what keeps it from being faster.`;
    case "input":
      return `The provider's limit of ${formatCount(limits.inputTokens ?? 0)} input tokens a minute is what keeps it from being faster.`;
    case "output":
      return `The provider's limit of ${formatCount(limits.outputTokens ?? 0)} output tokens a minute is what keeps it from being faster.`;
  }
}
