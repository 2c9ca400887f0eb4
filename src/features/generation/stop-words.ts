import type { BatchProgress } from "#/core/generation/schema.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";

/** Before a run is stopped: what stays, what goes back, and what is under way and paid for either way. */
export function stopText(batch: BatchProgress): string {
  const { done } = batch;
  const stays =
    done === 0
      ? "Nothing is written yet."
      : `${formatCounted(done, "conversation")} written so far ${done === 1 ? "stays" : "stay"}.`;
  return [stays, goBack(batch), underWay(batch), withVendor(batch)]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** After it was stopped; it may take a while until what was under way is over. */
export function stoppedText(after: BatchProgress): string {
  const { number, done } = after;
  const kept = `${formatCounted(done, "conversation")} kept.`;
  if (!after.isStopping) return `Run ${number} stopped. ${kept}`;
  const rest = [underWay(after), withVendor(after)].filter((sentence) => sentence !== "");
  return [`Run ${number} is stopping; nothing more is sent.`, kept, ...rest].join(" ");
}

/** Those whose call is out: who still waits for a place is taken out of the queue like the rest. */
function sentOf({ running }: BatchProgress): number {
  return running.filter(({ stage }) => stage !== "waiting").length;
}

function goBack(batch: BatchProgress): string {
  const count = batch.queued + batch.running.length - sentOf(batch);
  if (count === 0) return "";
  // With a target, some of them may have a text already that fell short, and keep it.
  const kept = batch.target ? ", or to the text that the run has written" : "";
  return count === 1
    ? `The one that waits goes back to what it was${kept}.`
    : `The ${formatCount(count)} that wait go back to what they were${kept}.`;
}

function underWay(batch: BatchProgress): string {
  const count = sentOf(batch);
  if (count === 0) return "";
  const ends = batch.isPractice ? "finished and kept" : "finished, paid for and kept";
  return `${formatCount(count)} under way ${count === 1 ? "is" : "are"} ${ends}.`;
}

/** The vendor ends its batch when it is asked to; what it has written by then is on the bill. */
function withVendor({ withVendor: count }: BatchProgress): string {
  if (count === 0) return "";
  return count === 1
    ? "1 is with the vendor and is cancelled there: if it is written by then, it is paid for and kept, else it goes back to what it was."
    : `${formatCount(count)} are with the vendor and are cancelled there: what it wrote by then is paid for and kept, the others go back to what they were.`;
}
