import type { Overview } from "./schema.ts";
import { formatCounted } from "#/lib/format.ts";

/** What the next step is chosen by; all are counts of conversations but `documents`. */
export interface Standing {
  documents: number;
  seeds: number;
  planned: number;
  byStatus: Overview["byStatus"];
  /** Rows of batches that run right now, and of those that are paused. */
  running: number;
  paused: number;
  approved: number;
  approvedPractice: number;
  /** Approved, not practice, and in no export yet with their current text. */
  notExported: number;
}

type NextStep = Overview["nextStep"];

/** From so many unwritten rows on a few are tried first. */
const WORTH_A_PILOT = 10;
/** So few texts are read before the rest is written; of more, writing goes on. */
const MOST_OF_A_PILOT = 5;

/** The one thing to do next, in the order of the work: the first that applies. */
export function chooseNextStep(standing: Standing): NextStep {
  const { documents, seeds, planned, byStatus, running, paused } = standing;
  const { approved, approvedPractice, notExported } = standing;
  const failed = byStatus.failed ?? 0;
  const notGenerated = byStatus.not_generated ?? 0;
  const undecided = (byStatus.generated ?? 0) + (byStatus.needs_review ?? 0);
  const flagged = byStatus.flagged ?? 0;
  if (documents === 0 && seeds === 0 && planned === 0) return importStep();
  if (planned === 0) return planStep(documents, seeds);
  if (running > 0) return watchStep(running);
  if (paused > 0) return pausedStep(paused);
  if (failed > 0) return retryStep(failed);
  const written = undecided + flagged + approved + (byStatus.rejected ?? 0);
  if (notGenerated === planned && planned >= WORTH_A_PILOT) return pilotStep(planned);
  const isPilot = written <= MOST_OF_A_PILOT && notGenerated >= WORTH_A_PILOT;
  if (isPilot && undecided > 0) return reviewPilotStep(undecided, notGenerated);
  if (notGenerated > 0) return generateStep(notGenerated, planned);
  if (undecided > 0) return reviewStep(undecided, byStatus.needs_review ?? 0);
  if (notExported > 0) return exportStep(notExported);
  if (approved > 0 && approved === approvedPractice) return practiceStep(approvedPractice);
  if (approved > 0) return doneStep(approved - approvedPractice, flagged);
  if (flagged > 0) return flaggedStep(flagged);
  return againStep(byStatus.rejected ?? 0);
}

function importStep(): NextStep {
  return {
    kind: "import",
    title: "Bring in what you know",
    text: "Start with a few documents, or with conversations you have written by hand. Everything that is written later is grounded in them.",
    count: 0,
  };
}

function planStep(documents: number, seeds: number): NextStep {
  const have = [
    documents > 0 && formatCounted(documents, "document"),
    seeds > 0 && formatCounted(seeds, "seed conversation"),
  ].filter((part) => part !== false);
  return {
    kind: "plan",
    title: "Plan your conversations",
    text: `${have.join(" and ")} ${documents + seeds === 1 ? "is" : "are"} in. Now choose how many conversations should come of it; you see the spread before anything is added.`,
    count: 0,
  };
}

function watchStep(running: number): NextStep {
  return {
    kind: "watch",
    title: "Your conversations are being written",
    text: `A run of ${formatCounted(running, "conversation")} is under way. You can watch it, or close this page and come back: it goes on without you.`,
    count: running,
  };
}

function pausedStep(paused: number): NextStep {
  return {
    kind: "watch",
    title: "A run is paused",
    text: `Nothing of its ${formatCounted(paused, "conversation")} is lost, and nothing more is asked for. See why it stands still, and let it go on or stop it.`,
    count: paused,
  };
}

function retryStep(failed: number): NextStep {
  return {
    kind: "retry",
    title: `${formatCounted(failed, "conversation")} could not be written`,
    text: `Nothing is lost: the reason stands beside each of them. Have a look, then try ${failed === 1 ? "it" : "just these"} again.`,
    count: failed,
  };
}

function pilotStep(planned: number): NextStep {
  return {
    kind: "pilot",
    title: "Try three conversations first",
    text: `The plan of ${formatCounted(planned, "conversation")} stands and nothing is written yet. Have the three that differ most written, read them, and mend what you don't like before the rest is paid for.`,
    count: planned,
  };
}

function reviewPilotStep(undecided: number, notGenerated: number): NextStep {
  return {
    kind: "review",
    title: `Read the first ${undecided === 1 ? "conversation" : formatCounted(undecided, "conversation")}`,
    text: `What you change now, in the voice or a template, counts for the ${formatCounted(notGenerated, "conversation")} still to come.`,
    count: undecided,
  };
}

function generateStep(notGenerated: number, planned: number): NextStep {
  const all = notGenerated === planned;
  return {
    kind: "generate",
    title: `Have ${formatCounted(notGenerated, "conversation")} written`,
    text: all
      ? "The plan stands and nothing is written yet. You see the number, the cost and the time before anything begins."
      : `${formatCounted(planned - notGenerated, "planned conversation")} of ${planned.toLocaleString("en")} already ${planned - notGenerated === 1 ? "has a" : "have their"} text. You see the cost and the time before the rest begins.`,
    count: notGenerated,
  };
}

function reviewStep(undecided: number, needsReview: number): NextStep {
  const care =
    needsReview > 0
      ? ` ${formatCounted(needsReview, "of them needs", "of them need")} a closer look.`
      : "";
  return {
    kind: "review",
    title: `Read ${formatCounted(undecided, "conversation")}`,
    text: `They are written and wait for your word: approve what sounds like you, reject or flag what doesn't.${care}`,
    count: undecided,
  };
}

function exportStep(notExported: number): NextStep {
  return {
    kind: "export",
    title: `Export ${formatCounted(notExported, "approved conversation")}`,
    text: "Everything is read. Take the approved conversations home as a file that every trainer can read.",
    count: notExported,
  };
}

function practiceStep(approvedPractice: number): NextStep {
  return {
    kind: "export",
    title: "Try an export",
    text: `${formatCounted(approvedPractice, "approved conversation")} ${approvedPractice === 1 ? "is" : "are"} practice, so ${approvedPractice === 1 ? "it stays" : "they stay"} out of a file unless you tick them in. It's a good way to see what you will get.`,
    count: approvedPractice,
  };
}

function doneStep(exported: number, flagged: number): NextStep {
  const open =
    flagged > 0
      ? ` ${formatCounted(flagged, "flagged conversation")} still ${flagged === 1 ? "waits" : "wait"} for a second look.`
      : "";
  return {
    kind: "done",
    title: "All done",
    text: `${formatCounted(exported, "approved conversation")} ${exported === 1 ? "is" : "are"} exported as ${exported === 1 ? "it stands" : "they stand"}.${open} Plan more whenever you like.`,
    count: exported,
  };
}

function flaggedStep(flagged: number): NextStep {
  return {
    kind: "review",
    title: `Settle ${formatCounted(flagged, "flagged conversation")}`,
    text: "Everything else is decided. Read these once more, then approve or reject them.",
    count: flagged,
  };
}

function againStep(rejected: number): NextStep {
  return {
    kind: "generate",
    title: `Have ${formatCounted(rejected, "conversation")} written again`,
    text: "None of the conversations was approved. A new version may fit better; the old ones are kept.",
    count: rejected,
  };
}
