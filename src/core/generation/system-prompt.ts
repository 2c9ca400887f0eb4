import type { Voice } from "../projects/schema.ts";

/**
 * The system prompt of every conversation of a project, from its voice: what a trained model will be told
 * too. It says who speaks and how, nothing of the one conversation: it is the stable beginning of every
 * prompt of the project, which vendors keep and read again at a tenth of the price.
 */
export function systemPromptOf(voice: Voice): string {
  const name = voice.name.trim();
  const business = voice.business.trim();
  const trade = voice.trade.trim();
  const who = [name || "a patient adviser", business && `of ${business}`].filter(Boolean).join(" ");
  const parts = [
    `You are ${who}${trade ? `, ${trade}` : ""}.`,
    sentence(voice.expertise),
    voice.yearsExperience ? `You have done this for ${voice.yearsExperience} years.` : "",
    voice.tone.trim() && `How you speak: ${sentence(voice.tone)}`,
    list("What you hold to:", voice.principles),
    list("What you never do:", voice.neverDoes),
  ];
  return parts.filter(Boolean).join("\n\n");
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function list(head: string, items: readonly string[]): string {
  const lines = items.map((item) => item.trim()).filter(Boolean);
  return lines.length === 0 ? "" : [head, ...lines.map((line) => `- ${line}`)].join("\n");
}
