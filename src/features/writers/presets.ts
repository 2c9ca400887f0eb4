import type { Connection, ConnectionKind } from "#/core/writers/schema.ts";

/** A kind of server as people know it, with what is usual there. */
export interface Preset {
  key: string;
  label: string;
  text: string;
  kind: ConnectionKind;
  /** "": the vendor's own address, which isn't asked for. */
  baseUrl: string;
  isPrivate: boolean;
  needsKey: boolean;
  keyHint: string;
  addressHint?: string;
  concurrency: number;
}

const own = { kind: "openai_compatible", isPrivate: true, needsKey: false } as const;

export const presets: Preset[] = [
  {
    key: "anthropic",
    label: "Anthropic",
    text: "Claude models. Prices are known.",
    kind: "anthropic",
    baseUrl: "",
    isPrivate: false,
    needsKey: true,
    keyHint: "From the Anthropic Console, under API keys. It begins with sk-ant-.",
    concurrency: 8,
  },
  {
    key: "openai",
    label: "OpenAI",
    text: "You enter the prices of the models that you use.",
    kind: "openai_compatible",
    baseUrl: "",
    isPrivate: false,
    needsKey: true,
    keyHint: "From OpenAI's platform, under API keys. It begins with sk-.",
    concurrency: 8,
  },
  {
    key: "ollama",
    label: "Ollama",
    text: "Open models on a machine of yours.",
    ...own,
    baseUrl: "http://localhost:11434/v1",
    keyHint: "Ollama asks for none.",
    addressHint:
      "The address ends in /v1. Give the model at least 16,000 tokens of context (OLLAMA_CONTEXT_LENGTH), or prompts are cut.",
    concurrency: 1,
  },
  {
    key: "vllm",
    label: "vLLM",
    text: "Open models on a server with graphics cards.",
    ...own,
    baseUrl: "http://localhost:8000/v1",
    keyHint: "Only where the server was started with --api-key.",
    addressHint: "The address ends in /v1.",
    concurrency: 16,
  },
  {
    key: "lm-studio",
    label: "LM Studio",
    text: "Open models on a desktop machine.",
    ...own,
    baseUrl: "http://localhost:1234/v1",
    keyHint: "LM Studio asks for none.",
    addressHint: "Start its server in LM Studio first. The address ends in /v1.",
    concurrency: 1,
  },
  {
    key: "openrouter",
    label: "OpenRouter",
    text: "Many vendors' models behind one key.",
    kind: "openai_compatible",
    baseUrl: "https://openrouter.ai/api/v1",
    isPrivate: false,
    needsKey: true,
    keyHint: "From OpenRouter, under Keys. It begins with sk-or-.",
    concurrency: 8,
  },
  {
    key: "other",
    label: "Another server",
    text: "Anything that speaks OpenAI's chat API.",
    kind: "openai_compatible",
    baseUrl: "https://",
    isPrivate: false,
    needsKey: false,
    keyHint: "Where the server asks for one.",
    addressHint: "What its documentation calls the base URL; it mostly ends in /v1.",
    concurrency: 4,
  },
];

/** What a connection is called beside its name: "Anthropic", "OpenAI", "OpenAI-compatible server". */
export function kindWords({ kind, baseUrl }: Pick<Connection, "kind" | "baseUrl">): string {
  if (baseUrl === null) return kind === "anthropic" ? "Anthropic" : "OpenAI";
  return kind === "anthropic" ? "Anthropic-compatible server" : "OpenAI-compatible server";
}
