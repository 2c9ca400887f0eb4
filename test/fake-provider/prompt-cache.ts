import { createHash } from "node:crypto";
import type { CacheControlEphemeral } from "@anthropic-ai/sdk/resources";
import { isObject } from "./fill-schema.ts";
import { CACHE_MINIMUM } from "./models.ts";
import { tokensOf } from "./tokens.ts";

/** The parts of a request that a prefix is made of; whatever came, since it is looked at before it is checked. */
export interface PromptBody {
  model?: unknown;
  system?: unknown;
  messages?: unknown;
  tools?: unknown;
  cache_control?: unknown;
}

interface Block {
  text: string;
  control: CacheControlEphemeral | null;
}

export interface InputTokens {
  /** Neither read from the cache nor written to it. */
  plain: number;
  read: number;
  write5m: number;
  write1h: number;
}

/** Every block of the prompt in the order in which it is cached: tools, system, messages. */
export function promptBlocks(body: PromptBody): Block[] {
  const blocks: Block[] = [];
  const add = (content: unknown) => {
    if (typeof content === "string") return blocks.push({ text: content, control: null });
    if (!Array.isArray(content)) return 0;
    for (const block of content.filter(isObject)) {
      const text = typeof block["text"] === "string" ? block["text"] : JSON.stringify(block);
      blocks.push({ text, control: controlOf(block["cache_control"]) });
    }
    return content.length;
  };
  add(body.tools);
  add(body.system);
  if (Array.isArray(body.messages)) {
    for (const message of body.messages.filter(isObject)) add(message["content"]);
  }
  const last = blocks.at(-1);
  if (last) last.control ??= controlOf(body.cache_control);
  return blocks;
}

function controlOf(value: unknown): Block["control"] {
  return isObject(value) ? { type: "ephemeral", ttl: value["ttl"] === "1h" ? "1h" : "5m" } : null;
}

export function promptText(body: PromptBody): string {
  return promptBlocks(body)
    .map(({ text }) => text)
    .join("\n\n");
}

export function inputTokensOf(blocks: readonly Block[]): number {
  return tokensOf(blocks.reduce((sum, { text }) => sum + text.length, 0));
}

/** Prompt caching: exact prefixes up to a `cache_control`, for 5 minutes or 1 hour after their last use. */
export class PromptCache {
  private readonly entries = new Map<string, { from: number; until: number }>();

  /**
   * How a prompt's tokens are counted now; `commit` writes what is new, usable from the answer's first byte.
   * `owner` keeps organisations (keys) apart.
   */
  plan(
    owner: string,
    body: PromptBody,
    now: number,
  ): { tokens: InputTokens; commit: (firstByteAt: number) => void } {
    const blocks = promptBlocks(body);
    const hash = createHash("sha256").update(`${owner}\n${String(body.model)}\n`);
    let characters = 0;
    const points: { key: string; tokens: number; ttl: number }[] = [];
    for (const { text, control } of blocks) {
      hash.update(`${text.length}:${text}`);
      characters += text.length;
      const tokens = tokensOf(characters);
      if (control && tokens >= CACHE_MINIMUM) {
        const ttl = control.ttl === "1h" ? 3_600 : 300;
        points.push({ key: hash.copy().digest("hex"), tokens, ttl });
      }
    }
    const isLive = (key: string) => {
      const entry = this.entries.get(key);
      return entry !== undefined && entry.from <= now && now < entry.until;
    };
    const hit = points.findLastIndex(({ key }) => isLive(key));
    let covered = points[hit]?.tokens ?? 0;
    const tokens: InputTokens = { plain: 0, read: covered, write5m: 0, write1h: 0 };
    for (const point of points.slice(hit + 1)) {
      tokens[point.ttl === 300 ? "write5m" : "write1h"] += point.tokens - covered;
      covered = point.tokens;
    }
    tokens.plain = tokensOf(characters) - covered;
    return { tokens, commit: (firstByteAt) => this.store(points, now, firstByteAt) };
  }

  private store(points: { key: string; ttl: number }[], now: number, firstByteAt: number): void {
    for (const { key, ttl } of points) {
      const known = this.entries.get(key);
      const live = known !== undefined && now < known.until;
      const from = live ? Math.min(known.from, firstByteAt) : firstByteAt;
      this.entries.set(key, { from, until: Math.max(now, firstByteAt) + ttl });
    }
  }
}
