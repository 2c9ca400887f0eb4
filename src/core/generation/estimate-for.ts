import { inArray, sql } from "drizzle-orm";
import { type ConversationLoad, expectBatch } from "./expect-batch.ts";
import type { MinuteLimits } from "./makespan.ts";
import { measureRuns } from "./measure-runs.ts";
import type { Estimate } from "./schema.ts";
import type { WritableSelection } from "./select-writable.ts";
import type { Writer } from "../writers/registry.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

/** Ended conversations that are enough to go by. */
const ENOUGH = 10;
/** Before anything was written: tokens of an ordinary prompt, and of one message with its JSON. */
const USUAL_TOKENS = { input: 3_500, message: 200 };

/** What a batch would be written with. */
export interface EstimateFor {
  projectId: string;
  writer: Writer;
  selected: WritableSelection;
  mode: Estimate["mode"];
  /** Wished by the person; the writer's own number otherwise. */
  concurrency: number | undefined;
  limits: MinuteLimits;
}

/** Cost, time and what binds it, from this project's own runs where there are enough. */
export async function estimateFor(
  tx: Transaction,
  { projectId, writer, selected, mode, concurrency: wished, limits }: EstimateFor,
): Promise<Omit<Estimate, "health" | "budget" | "warnings">> {
  const { provider, model } = writer;
  const count = selected.ids.length;
  const name = { provider: provider.id, model: model.model };
  const measured = await measureRuns(tx, projectId, name);
  const isMeasured = measured.length >= ENOUGH;
  const loads = isMeasured ? measured : [usualLoad(writer, await meanMessages(tx, selected.ids))];
  const concurrency = Math.max(1, Math.min(wished ?? model.concurrency, model.concurrency));
  const expected = expectBatch({
    count: Math.max(1, count),
    loads: count === 0 ? [] : loads,
    limits: provider.isPractice ? noLimits : limits,
    concurrency,
  });
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
        : bindingSentence(expected.binding, limits, Math.min(concurrency, Math.max(1, count))),
    basis: isMeasured
      ? `From the last ${formatCount(measured.length)} conversations that this writer wrote for the project.`
      : "From the writer's own figures; it has not written enough here yet to go by.",
    mode,
    concurrency,
  };
}

const noLimits: MinuteLimits = { requests: null, inputTokens: null, outputTokens: null };

/** Anthropic's Message Batches end within 24 hours (its docs, "Batch processing"). */
const OVERNIGHT_SECONDS = { low: 0, expected: 24 * 3_600, high: 24 * 3_600 };

function usualLoad({ model }: Writer, messages: number): ConversationLoad {
  const outputTokens = USUAL_TOKENS.message * messages;
  return {
    seconds: model.secondsPerConversation,
    inputTokens: USUAL_TOKENS.input,
    outputTokens,
    costMicros: USUAL_TOKENS.input * model.prices.input + outputTokens * model.prices.output,
  };
}

/** Messages of an average planned row; 12 where no plan says. */
async function meanMessages(tx: Transaction, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 12;
  const [row] = await tx
    .select({ mean: sql<number | null>`avg((${conversations.plan} ->> 'messageCount')::float8)` })
    .from(conversations)
    .where(inArray(conversations.id, ids.slice(0, 1_000)));
  return row?.mean ?? 12;
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
