import { isVoiceEmpty, type Project, type SetupStep } from "#/core/projects/schema.ts";
import type { Overview } from "#/core/overview/schema.ts";
import { formatCounted } from "#/lib/format.ts";

export interface ChecklistEntry {
  step: SetupStep;
  isDone: boolean;
  /** "3 documents", or what is missing and why it matters. */
  text: string;
}

type Standing = Pick<Overview, "documents" | "seeds" | "planned">;

/** What a set-up has and lacks, by what there is: a step that was only looked at isn't done. */
export function checklistOf(
  { voice }: Pick<Project, "voice">,
  { documents, seeds, planned }: Standing,
): ChecklistEntry[] {
  const named = voice.business.trim() !== "" && voice.trade.trim() !== "";
  const spoken = !isVoiceEmpty(voice);
  return [
    {
      step: "business",
      isDone: named,
      text: named
        ? `${voice.business}, ${voice.trade}`
        : "What your business is called and what it does isn't said yet.",
    },
    {
      step: "voice",
      isDone: spoken,
      text: spoken
        ? "Your voice is laid down."
        : "There is nothing in your voice yet: answers would sound like nobody.",
    },
    {
      step: "seeds",
      isDone: seeds > 0,
      text:
        seeds > 0
          ? formatCounted(seeds, "sample conversation")
          : "None yet: nothing shows how you really answer.",
    },
    {
      step: "documents",
      isDone: documents > 0,
      text:
        documents > 0
          ? formatCounted(documents, "document")
          : "None yet: answers would rest on general knowledge.",
    },
    {
      step: "amount",
      isDone: planned > 0,
      text:
        planned > 0
          ? `${formatCounted(planned, "conversation")} planned`
          : "Nothing is planned yet.",
    },
  ];
}
