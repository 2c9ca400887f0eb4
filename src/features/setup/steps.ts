import { type SetupStep, setupSteps } from "#/core/projects/schema.ts";

/** What each step is called, and what it asks, in plain words. */
export const stepWords: Record<SetupStep, { label: string; title: string; text: string }> = {
  business: {
    label: "Your business",
    title: "Tell us about your business",
    text: "Conversations are written for it, in its language and with its money.",
  },
  voice: {
    label: "Your voice",
    title: "How do you talk with customers?",
    text: "The more you say here, the more the answers sound like you. A few lines are a good beginning.",
  },
  seeds: {
    label: "Sample conversations",
    title: "Show how you really answer",
    text: "Two or three conversations that you had or could have had. They set the measure for everything that is written.",
  },
  documents: {
    label: "Documents",
    title: "Add what you know",
    text: "Guides, notes, price lists, answers you gave: conversations lean on them instead of inventing.",
  },
  customers: {
    label: "Your customers",
    title: "Who comes to you, and why?",
    text: "Conversations are spread over these people, feelings and topics.",
  },
  amount: {
    label: "How many",
    title: "How many conversations?",
    text: "Around 90 is usual for a first training. You can add more at any time.",
  },
  writer: {
    label: "Who writes",
    title: "Who writes the conversations?",
    text: "Try everything with the free practice writer, then choose a real one.",
  },
  summary: {
    label: "Summary",
    title: "Ready to plan",
    text: "Look it over. Everything can be changed later.",
  },
};

export function stepOf(text: string): SetupStep | undefined {
  return setupSteps.find((step) => step === text);
}

export function stepAfter(step: SetupStep): SetupStep {
  return setupSteps[setupSteps.indexOf(step) + 1] ?? "summary";
}

export function stepBefore(step: SetupStep): SetupStep | undefined {
  return setupSteps[setupSteps.indexOf(step) - 1];
}

export function stepHref(projectId: string, step: SetupStep): string {
  return `/projects/${projectId}/start/${step}`;
}
