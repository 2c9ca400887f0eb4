import type { BatchProgress } from "#/core/generation/schema.ts";
import {
  formatCount,
  formatCounted,
  formatDuration,
  formatMoney,
  formatNear,
} from "#/lib/format.ts";

type Item = BatchProgress["running"][number];

/** Not at its end: it runs, is being stopped, or is paused. */
export function isUnderWay({ state }: Pick<BatchProgress, "state">): boolean {
  return state === "running" || state === "paused";
}

/** Conversations that have left the queue, whatever became of them. */
export function settled(batch: BatchProgress): number {
  return batch.done + batch.failed + batch.cancelled;
}

/** How far it is, in what counts for it: conversations that left the queue, or with a target the good ones. */
export function reached(batch: BatchProgress): { count: number; of: number; words: string } {
  const { good, target, total } = batch;
  const count = target ? Math.min(good, target.good) : settled(batch);
  const of = target ? target.good : total;
  const words = `${formatCount(count)} of ${formatCount(of)}${target ? " good" : ""}`;
  return { count, of, words };
}

/** 0..100, whole; 100 only when nothing is left. */
export function percentOf(batch: BatchProgress): number {
  const { count, of } = reached(batch);
  if (of === 0) return 100;
  const percent = Math.floor((count / of) * 100);
  return batch.target && isUnderWay(batch) ? Math.min(99, percent) : percent;
}

/** Whether what failed could be written again in it: not while it is stopped, nor beyond its target. */
export function mayRetry({ isStopping, target, good, written }: BatchProgress): boolean {
  return !isStopping && (target === null || (good < target.good && written < target.candidates));
}

/** How a batch ended, nothing left out: "87 ready, 3 failed, $1.92 (expected $2.10)". */
export function outcomeLine(batch: BatchProgress): string {
  const cost = formatMoney(batch.costMicros);
  const expected = formatMoney(batch.expectedCostMicros);
  const isPriced = !batch.isPractice && batch.expectedCostMicros > 0;
  const made = batch.target
    ? [
        `${formatCount(batch.good)} good of ${formatCount(batch.target.good)} wanted`,
        `${formatCount(batch.written)} written`,
      ]
    : [`${formatCount(batch.done)} ready`];
  return [
    ...made,
    ...(batch.failed > 0 ? [`${formatCount(batch.failed)} failed`] : []),
    ...(batch.cancelled > 0 ? [`${formatCount(batch.cancelled)} not written`] : []),
    isPriced ? `${cost} (expected ${expected})` : cost,
  ].join(", ");
}

/** "Writing 90 conversations", "Paused at 45 of 90", or how it ended. */
export function headline(batch: BatchProgress): string {
  if (!isUnderWay(batch)) return outcomeLine(batch);
  if (batch.isStopping) return "Stopping";
  if (batch.state === "paused") {
    return `Paused at ${reached(batch).words}`;
  }
  if (batch.target) return `Writing until ${formatCount(batch.target.good)} are good`;
  return `Writing ${formatCounted(batch.total, "conversation")}`;
}

/** Pace and rest: "31 a minute, about 2 min left". Nothing is guessed before the first one is done. */
export function paceLine(batch: BatchProgress): string {
  if (batch.isStopping) {
    return batch.withVendor > 0
      ? `Waiting for the vendor to end the ${formatCount(batch.withVendor)} that it has; what it wrote by then is stored`
      : "What is under way is finished";
  }
  if (batch.state === "paused") return pausedLine(batch);
  if (batch.mode === "overnight") return overnightLine(batch);
  const { ratePerMinute: rate, secondsLeft: left } = batch;
  const parts = [];
  // Slower than that says more by the time that is left.
  if (rate !== null && rate >= 0.1) parts.push(`${formatRate(rate)} a minute`);
  if (left !== null) parts.push(left < 1 ? "nearly done" : `about ${formatDuration(left)} left`);
  return parts.join(", ") || "Working out how long it takes";
}

function pausedLine(batch: BatchProgress): string {
  const under = batch.running.length;
  return [
    waitWord(batch.queued),
    ...(under > 0
      ? [`${formatCount(under)} under way ${under === 1 ? "is" : "are"} finished`]
      : []),
    ...(batch.withVendor > 0 ? [overnightLine(batch)] : []),
  ].join(", ");
}

function overnightLine({ withVendor, readyBy, running, waitingForVendor }: BatchProgress): string {
  if (withVendor === 0) {
    if (waitingForVendor > 0) return "The vendor takes no batches at the moment";
    return running.length > 0
      ? "One goes ahead as a test, the rest follows at half price"
      : "Handed to the vendor shortly";
  }
  const number = formatCount(withVendor);
  return readyBy
    ? `${number} with the vendor, ready by ${formatNear(readyBy, new Date())}, mostly sooner`
    : `${number} with the vendor`;
}

/** Spent so far beside what was expected for the whole, and where it stops. */
export function moneyLine(batch: BatchProgress): string {
  if (batch.isPractice) return "Free, on this machine";
  const spent = formatMoney(batch.costMicros);
  const cap = batch.capMicros === null ? "" : `, stops at ${formatMoney(batch.capMicros)}`;
  return batch.expectedCostMicros > 0
    ? `${spent} of about ${formatMoney(batch.expectedCostMicros)}${cap}`
    : `${spent}${cap}`;
}

/** What may still be spent, judged by what one has cost here, or was expected to; null where it is free. */
export function moneyLeftMicros(batch: BatchProgress): number | null {
  const { textsLeft: left } = batch;
  if (batch.isPractice || left === 0) return null;
  const tried = batch.written + batch.failed;
  const all = tried > 0 ? (batch.costMicros / tried) * left : batch.expectedCostMicros;
  return all > 0 ? all : null;
}

/** What is known beside pace and money, each a few words: "$0.31 saved by the cache". */
export function sideLines(batch: BatchProgress, now: Date): string[] {
  const left = isUnderWay(batch) ? moneyLeftMicros(batch) : null;
  const { retrying, nextRetryAt, target, waitingForMoney, waitingForVendor, vendorAskedAt } = batch;
  return [
    ...(left === null ? [] : [`about ${formatMoney(left)} still to spend`]),
    ...(isUnderWay(batch) && batch.reservedMicros > 0
      ? [`${formatMoney(batch.reservedMicros)} held back for calls under way`]
      : []),
    ...(batch.savedMicros > 0 ? [savedLine(batch)] : []),
    ...(target
      ? [
          `${formatCount(batch.good)} of ${formatCount(target.good)} good, with at most ${formatCounted(target.candidates, "text")}`,
        ]
      : []),
    ...(retrying > 0
      ? [
          `${formatCount(retrying)} tried again${nextRetryAt ? `, the next one ${retryWhen(nextRetryAt, now)}` : ""}`,
        ]
      : []),
    ...(waitingForMoney > 0
      ? [
          `${waitWord(waitingForMoney)} until there is money again: what the vendor has is held back at the most that it could cost`,
        ]
      : []),
    ...(waitingForVendor > 0
      ? [
          `${waitWord(waitingForVendor)} until the vendor takes batches again${vendorAskedAt ? `, asked ${retryWhen(vendorAskedAt, now)}` : ""}`,
        ]
      : []),
  ];
}

function savedLine({ savedMicros, mode }: BatchProgress): string {
  const by = mode === "overnight" ? "the overnight price" : "the vendor's cache";
  return `${formatMoney(savedMicros)} saved by ${by}`;
}

function retryWhen(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1_000;
  if (seconds < 1) return "now";
  return seconds < 90 ? `in ${formatDuration(seconds)}` : `at ${formatNear(at, now)}`;
}

function waitWord(count: number): string {
  return count === 1 ? "1 waits" : `${formatCount(count)} wait`;
}

/** What trying so many again may cost, judged by what this batch expected for one, or has paid for a text. */
export function retryCostMicros(batch: BatchProgress, count: number = batch.failed): number {
  const { target, written, costMicros, expectedCostMicros, total } = batch;
  if (target && written > 0) return (costMicros / written) * count;
  return total === 0 ? 0 : (expectedCostMicros / total) * count;
}

const stages: Record<Item["stage"], string> = {
  waiting: "waiting for its turn",
  asking: "asked, waiting for the first word",
  writing: "is writing",
  checking: "is checked",
  repairing: "is being repaired",
};

/** What is being done with a conversation, and for how long: "is writing, 12 s". */
export function stageLine({ stage, since }: Pick<Item, "stage" | "since">, now: Date): string {
  const seconds = Math.floor((now.getTime() - since.getTime()) / 1_000);
  return seconds < 1 ? stages[stage] : `${stages[stage]}, ${formatDuration(seconds)}`;
}

/** "4 min": how long it ran, without its pauses; nothing while it runs. */
export function durationOf(batch: BatchProgress): string {
  return batch.activeSeconds === null ? "" : formatDuration(batch.activeSeconds);
}

/** Conversations that have not left the queue. */
export function leftOf(batch: BatchProgress): number {
  return Math.max(0, batch.total - settled(batch));
}

/** All batches in one sentence, for those who listen. */
export function spokenLine(batches: BatchProgress[], reconnecting: boolean): string {
  if (reconnecting) return "Connection lost, trying again.";
  return batches.map(spokenOf).join(" ");
}

function spokenOf(batch: BatchProgress): string {
  const run = `Run ${batch.number}`;
  const written = batch.target ? reached(batch).words : `${batch.done} of ${batch.total} written`;
  const so = `${written}, ${batch.failed} failed.`;
  if (batch.state === "running") return `${run}: ${so}`;
  if (batch.state === "paused") return `${run} is paused: ${so}`;
  return `${run} ended: ${outcomeLine(batch)}.`;
}

function formatRate(rate: number): string {
  return rate < 10 ? (Math.round(rate * 10) / 10).toString() : formatCount(Math.round(rate));
}
