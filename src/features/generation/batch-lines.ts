import type { BatchProgress } from "#/core/generation/schema.ts";
import { formatCount, formatCounted, formatDuration, formatMoney } from "#/lib/format.ts";

/** Conversations that have left the queue, whatever became of them. */
export function settled(batch: BatchProgress): number {
  return batch.done + batch.failed + batch.cancelled;
}

/** 0..100, whole; 100 only when nothing is left. */
export function percentOf(batch: BatchProgress): number {
  return batch.total === 0 ? 100 : Math.floor((settled(batch) / batch.total) * 100);
}

/** How a batch ended, nothing left out: "87 ready, 3 failed, $0.00". */
export function outcomeLine(batch: BatchProgress): string {
  return [
    `${formatCount(batch.done)} ready`,
    ...(batch.failed > 0 ? [`${formatCount(batch.failed)} failed`] : []),
    ...(batch.cancelled > 0 ? [`${formatCount(batch.cancelled)} not written`] : []),
    formatMoney(batch.costMicros),
  ].join(", ");
}

/** "Writing 90 conversations", or how it ended. */
export function headline(batch: BatchProgress): string {
  return batch.state === "running"
    ? `Writing ${formatCounted(batch.total, "conversation")}`
    : outcomeLine(batch);
}

/** Pace and rest: "31 a minute, about 2 min left". Nothing is guessed before the first one is done. */
export function paceLine(batch: BatchProgress): string {
  const parts = [];
  if (batch.ratePerMinute !== null) parts.push(`${formatRate(batch.ratePerMinute)} a minute`);
  if (batch.secondsLeft !== null) parts.push(`about ${formatDuration(batch.secondsLeft)} left`);
  return parts.join(", ") || "Working out how long it takes";
}

/** Spent so far beside what was expected for the whole. */
export function moneyLine(batch: BatchProgress): string {
  if (batch.isPractice) return "Free, on this machine";
  const expected = formatMoney(batch.expectedCostMicros);
  return `${formatMoney(batch.costMicros)} of about ${expected}`;
}

/** What trying the failed ones again may cost, judged by what this batch expected for one. */
export function retryCostMicros(batch: BatchProgress): number {
  return batch.total === 0 ? 0 : (batch.expectedCostMicros / batch.total) * batch.failed;
}

/** "4 min": how long it ran; nothing while it runs. */
export function durationOf(batch: BatchProgress): string {
  if (!batch.finishedAt) return "";
  return formatDuration((batch.finishedAt.getTime() - batch.createdAt.getTime()) / 1000);
}

/** All batches in one sentence, for those who listen. */
export function spokenLine(batches: BatchProgress[], reconnecting: boolean): string {
  if (reconnecting) return "Connection lost, trying again.";
  return batches
    .map((batch) =>
      batch.state === "running"
        ? `Run ${batch.number}: ${settled(batch)} of ${batch.total} written, ${batch.failed} failed.`
        : `Run ${batch.number} ended: ${outcomeLine(batch)}.`,
    )
    .join(" ");
}

function formatRate(rate: number): string {
  return rate < 10 ? (Math.round(rate * 10) / 10).toString() : formatCount(Math.round(rate));
}
