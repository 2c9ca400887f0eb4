import type { CallLine } from "#/core/calls/call-log-schema.ts";
import { formatCount, formatDuration, formatMoney } from "#/lib/format.ts";

const states: Record<CallLine["state"], string> = {
  sent: "Sent, no answer yet",
  succeeded: "Answered",
  failed: "Failed",
  invalid: "Answer couldn't be used",
  superseded: "Came too late, another was taken",
  billed_unknown: "Broken off, counted as spent",
};

const purposes: Record<string, string> = {
  write: "Writing",
  test: "Trial of a template",
  check: "Test of the connection",
  suggest: "Suggestion",
  judge: "Judging",
};

export function callStateWords({ state }: Pick<CallLine, "state">): string {
  return states[state];
}

export function purposeWords({ purpose }: Pick<CallLine, "purpose">): string {
  return purposes[purpose] ?? purpose.charAt(0).toUpperCase() + purpose.slice(1);
}

/** "3,412 tokens sent (2,900 from the cache), 2,870 came back". */
export function tokenWords(
  call: Pick<
    CallLine,
    "inputTokens" | "outputTokens" | "cacheReadTokens" | "cacheWriteTokens" | "isUsageEstimated"
  >,
): string {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = call;
  if (inputTokens === null && outputTokens === null) return "";
  const cache = [
    ...(cacheReadTokens ? [`${formatCount(cacheReadTokens)} from the cache`] : []),
    ...(cacheWriteTokens ? [`${formatCount(cacheWriteTokens)} put into it`] : []),
  ].join(", ");
  const sent = `${formatCount(inputTokens ?? 0)} tokens sent${cache ? ` (${cache})` : ""}`;
  const about = call.isUsageEstimated ? ", counted here" : "";
  return `${sent}, ${formatCount(outputTokens ?? 0)} came back${about}`;
}

/** What it cost, or what is held back while it is under way. */
export function costWords({
  state,
  costMicros,
  reservedMicros,
}: Pick<CallLine, "state" | "costMicros" | "reservedMicros">): string {
  if (state === "sent") {
    return reservedMicros > 0 ? `${formatMoney(reservedMicros)} held back` : "";
  }
  if (costMicros === null) return "";
  return costMicros === 0 ? "free" : formatMoney(costMicros);
}

/** From the sending to the first word and to the end: "1.2 s to the first word, 48 s in all". */
export function timeWords({
  sentAt,
  firstByteAt,
  finishedAt,
}: Pick<CallLine, "sentAt" | "firstByteAt" | "finishedAt">): string {
  const since = (moment: Date) => (moment.getTime() - sentAt.getTime()) / 1_000;
  return [
    ...(firstByteAt ? [`${formatDuration(since(firstByteAt))} to the first word`] : []),
    ...(finishedAt ? [`${formatDuration(since(finishedAt))} in all`] : []),
  ].join(", ");
}
