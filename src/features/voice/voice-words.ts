import type { Voice } from "#/core/projects/schema.ts";
import type { VoiceProposal } from "#/core/conversations/voice-proposals-schema.ts";

type Field = keyof Voice;

/** What each field is called, and what to write there, in a business owner's words. */
export const voiceWords: Record<Field, { label: string; hint: string; placeholder: string }> = {
  name: {
    label: "Who answers",
    hint: "The person or role whose voice it is.",
    placeholder: "Mara Lind",
  },
  business: { label: "Business", hint: "Its name, as customers know it.", placeholder: "" },
  trade: { label: "What it does", hint: "In a few words.", placeholder: "wedding cakes to order" },
  expertise: {
    label: "What you are good at, and for whom",
    hint: "What you would say at a dinner table.",
    placeholder: "Cakes for people with allergies, without anybody noticing.",
  },
  yearsExperience: { label: "Years of experience", hint: "", placeholder: "" },
  principles: {
    label: "Principles",
    hint: "What you hold to, whatever the customer asks.",
    placeholder: "Say what it costs before anything else",
  },
  tone: {
    label: "How you sound",
    hint: "As somebody who knows you would describe it.",
    placeholder: "warm and dry, never hurried",
  },
  techniques: {
    label: "What you do in a conversation",
    hint: "Habits that help: what you ask, how you explain.",
    placeholder: "Ask what they tried already",
  },
  neverDoes: {
    label: "What you never do",
    hint: "Words and ways that would not be you.",
    placeholder: "Promise a date that I don't know",
  },
  sampleSentences: {
    label: "Sentences that are typically you",
    hint: "As you would really write them. The writer takes the rhythm, not the words.",
    placeholder: "Let's leave the recipe for a moment and look at your oven.",
  },
};

export const listFields = ["principles", "techniques", "neverDoes", "sampleSentences"] as const;
export type ListField = (typeof listFields)[number];

export function isListField(field: Field): field is ListField {
  return listFields.some((each) => each === field);
}

/** The voice with a proposal taken: a text is replaced, lines of a list come after those that stand there. */
export function withProposal(voice: Voice, { field, lines }: VoiceProposal): Voice {
  if (isListField(field)) {
    return {
      ...voice,
      [field]: [...voice[field].filter(Boolean), ...freshLines(voice, field, lines)],
    };
  }
  const [line = ""] = lines;
  if (field === "yearsExperience") return { ...voice, yearsExperience: Number(line) };
  return { ...voice, [field]: line };
}

/** What a proposal would change; an empty list means that all of it stands there already. */
export function newLinesOf(voice: Voice, { field, lines }: VoiceProposal): string[] {
  if (isListField(field)) return freshLines(voice, field, lines);
  return String(voice[field] ?? "").trim() === (lines[0] ?? "") ? [] : lines;
}

function freshLines(voice: Voice, field: ListField, lines: readonly string[]): string[] {
  const present = new Set(voice[field].map((line) => line.trim().toLowerCase()));
  return lines.filter((line) => !present.has(line.toLowerCase()));
}
