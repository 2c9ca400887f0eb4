import type { BatchItem, BatchProgress } from "#/core/generation/schema.ts";
import { whereLine } from "#/features/runs/item-words.ts";

/** Where a conversation that is to be written stands, as far as it is known. */
export interface Standing {
  /** It is in a worker's hands at this moment. */
  running: BatchProgress["running"][number] | undefined;
  /** Its run and what the run says of it; undefined before it is read. */
  batch: BatchProgress | undefined;
  item: Pick<BatchItem, "state" | "waitsFor" | "withVendor"> | undefined;
}

interface WritingWords {
  title: string;
  detail: string;
  /** Somebody works on it now, so that the page may show it. */
  isBusy: boolean;
  /** The run has more to say about it. */
  linksRun: boolean;
}

const COMES = "The text appears here once it is written.";

/** What is told in place of a text that is to come: nothing is promised that waits for a person. */
export function writingWords(
  badge: "queued" | "generating",
  { running, batch, item }: Standing,
  now: Date,
): WritingWords {
  if (running && running.stage !== "waiting") {
    const detail = `${running.persona} · ${running.topic}`;
    return { title: "Being written now.", detail, isBusy: true, linksRun: false };
  }
  const where = item ? whereLine(item, now) : null;
  if (item?.withVendor && where) {
    const detail = batch?.isStopping
      ? "Its run was stopped: what the vendor has written by then is kept, else it is what it was."
      : COMES;
    return { title: sentence(where), detail, isBusy: false, linksRun: true };
  }
  if (batch?.state === "paused") {
    const title = `Run ${batch.number} is paused.`;
    const detail = batch.pausedUntil
      ? "It waits there until the run goes on."
      : "It waits there until somebody continues the run.";
    return { title, detail, isBusy: false, linksRun: true };
  }
  if (where) return { title: sentence(where), detail: COMES, isBusy: false, linksRun: true };
  const isBusy = badge === "generating" && !running;
  return {
    title: isBusy ? "Being written." : "Waiting for its turn.",
    detail: COMES,
    isBusy,
    linksRun: false,
  };
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
