import type { ConnectionKind, Terms } from "./schema.ts";
import { sha256 } from "#/lib/sha256.ts";

interface Place {
  kind: ConnectionKind;
  baseUrl: string | null;
  isPrivateAllowed: boolean;
}

/** Whose terms hold for a connection: "Anthropic", "OpenAI", or the host of a server. */
export function vendorOf({ kind, baseUrl }: Pick<Place, "kind" | "baseUrl">): string {
  if (baseUrl !== null) return URL.parse(baseUrl)?.host ?? baseUrl;
  return kind === "anthropic" ? "Anthropic" : "OpenAI";
}

/**
 * What has to be said before a connection is first used: what leaves this machine, and what the vendor's
 * terms mean for training on outputs. In our words, and not legal advice: the links lead to theirs.
 */
export function termsOf(place: Place): Terms {
  const vendor = vendorOf(place);
  const parts = [
    { title: "What leaves this machine", text: whatLeaves(vendor, place) },
    trainingPart(vendor, place),
    {
      title: "What is kept",
      text: "Every request and every answer is stored here, with tokens and cost. Your acceptance is stored with your name, the time and these sentences.",
    },
  ];
  const links = linksOf(place);
  const declaration = `I have read this, I know what is sent to ${vendor}, and I make sure that I may train on what comes back.`;
  const terms = { vendor, parts, links, declaration };
  return { ...terms, hash: sha256(statementText(terms)) };
}

/** The whole statement as one text, as it is stored with an acceptance. */
export function statementText(terms: Omit<Terms, "hash">): string {
  return [
    ...terms.parts.map(({ title, text }) => `${title}\n${text}`),
    ...terms.links.map(({ label, url }) => `${label}: ${url}`),
    terms.declaration,
  ].join("\n\n");
}

function whatLeaves(vendor: string, place: Place): string {
  const sent =
    "the instructions, your voice, the passages of your documents that a conversation is grounded in, the persona with invented personal details, approved conversations that serve as examples, and the feedback that you type";
  const rest =
    "Other documents, accounts, passwords and decisions are not sent. The models themselves are run there, not here.";
  if (place.isPrivateAllowed && place.baseUrl !== null) {
    return `The prompt of each conversation goes to ${vendor}, which an owner marked as a server of your own: ${sent}. Whether it passes them on is up to that server. ${rest}`;
  }
  return `The prompt of each conversation goes over the internet to ${vendor}: ${sent}. ${rest}`;
}

function trainingPart(vendor: string, place: Place): Terms["parts"][number] {
  const title = "Training a model on what it writes";
  if (place.baseUrl === null) {
    return {
      title,
      text: `A set made here is meant for training. As we read them, ${vendor}'s commercial terms forbid using the service to build a model that competes with ${vendor}'s own unless ${vendor} has approved it, and its rules restrict training any model on outputs without permission. Terms change, and ours is no legal advice: read the terms, and ask ${vendor} where your use isn't clearly allowed.`,
    };
  }
  return {
    title,
    text: `A set made here is meant for training. What you may do with the answers depends on the licence of the model that ${vendor} runs, and on the terms of whoever runs it; some licences and services forbid training other models on outputs. We can't see which model really answers there, and this is no legal advice: read the licence and the terms.`,
  };
}

function linksOf({ kind, baseUrl }: Place): Terms["links"] {
  if (baseUrl !== null) return [];
  if (kind === "anthropic") {
    return [
      {
        label: "Anthropic's commercial terms",
        url: "https://www.anthropic.com/legal/commercial-terms",
      },
      { label: "Anthropic's usage policy", url: "https://www.anthropic.com/legal/aup" },
    ];
  }
  return [
    { label: "OpenAI's services agreement", url: "https://openai.com/policies/services-agreement" },
    { label: "OpenAI's usage policies", url: "https://openai.com/policies/usage-policies" },
  ];
}
