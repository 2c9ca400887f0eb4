import { fillSchema, isObject } from "./fill-schema.ts";
import { writeWords } from "./sentences.ts";
import { createRandom, type Random } from "#/lib/random.ts";

export interface ComposeRequest {
  model: string;
  /** System prompt and messages, joined by blank lines. */
  prompt: string;
  /** JSON schema of the answer, if one was sent. */
  schema: Record<string, unknown> | null;
  /** About so many tokens are wanted, within the bands of the prompt. */
  outputTokens: number;
  seed: string;
}
/** Writes the text of an answer; null leaves it to the fake. */
export type Composer = (request: ComposeRequest) => string | null;

interface Wishes {
  messages: number;
  userWords: [number, number];
  assistantWords: [number, number];
}

/**
 * A right answer: the conversation that the prompt asks for (as many messages as it says, words within its
 * bands), else JSON for the schema, else a sentence. The same seed gives the same text.
 */
export function composeAnswer({ prompt, schema, outputTokens, seed }: ComposeRequest): string {
  const random = createRandom(seed);
  const wishes = readWishes(prompt);
  if (schema ? isConversation(schema) : wishes !== null) {
    return composeConversation(random, wishes ?? usual, outputTokens, schema);
  }
  if (schema) return JSON.stringify(fillSchema(schema, random));
  return writeWords(random, "adviser", 12);
}

const usual: Wishes = { messages: 10, userWords: [20, 70], assistantWords: [60, 220] };

/** The form that the product's templates ask for in their own words. */
export function readWishes(prompt: string): Wishes | null {
  const count = /Exactly (\d+) messages/i.exec(prompt);
  const bands =
    /message has (\d+)(?: to |-)(\d+) words, (?:an|each) answer (?:has )?(\d+)(?: to |-)(\d+)/i.exec(
      prompt,
    );
  if (!count && !bands) return null;
  const at = (place: number, otherwise: number) => Number(bands?.[place] ?? otherwise);
  return {
    messages: Number(count?.[1] ?? usual.messages),
    userWords: [at(1, usual.userWords[0]), at(2, usual.userWords[1])],
    assistantWords: [at(3, usual.assistantWords[0]), at(4, usual.assistantWords[1])],
  };
}

/** Whether a schema's answer is a list of messages with roles. */
export function isConversation(schema: Record<string, unknown>): boolean {
  const items = messageSchema(schema);
  return isObject(items) && "role" in items && "content" in items;
}

function messageSchema(schema: Record<string, unknown> | null): unknown {
  return step(schema, "properties", "messages", "items", "properties");
}

function step(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

// Characters of a word with its space, and of a message's JSON, with feelings on every other one.
const WORD = 5.5;
const FRAME = 75;

function composeConversation(
  random: Random,
  wishes: Wishes,
  outputTokens: number,
  schema: Record<string, unknown> | null,
): string {
  const properties = messageSchema(schema);
  const withEmotions = schema === null || (isObject(properties) && "emotions" in properties);
  const pairs = wishes.messages / 2;
  const sum = (place: 0 | 1) =>
    Math.max(1, pairs * (wishes.userWords[place] + wishes.assistantWords[place]));
  const wanted = (outputTokens * 4 - wishes.messages * FRAME) / WORD;
  const height = (wanted - sum(0)) / Math.max(1, sum(1) - sum(0));
  const messages = Array.from({ length: wishes.messages }, (_, place) => {
    const isUser = place % 2 === 0;
    const [low, high] = isUser ? wishes.userWords : wishes.assistantWords;
    const share = Math.min(1, Math.max(0, height + (random.next() - 0.5) * 0.2));
    const words = Math.round(low + share * (high - low));
    const content = writeWords(random, isUser ? "client" : "adviser", words);
    if (!isUser) return { role: "assistant", content };
    return { role: "user", content, ...(withEmotions ? { emotions: drawEmotions(random) } : {}) };
  });
  return JSON.stringify({ messages });
}

function drawEmotions(random: Random) {
  const primary = random.pick(["anxiety", "hope", "shame", "relief", "frustration", "curiosity"]);
  return {
    primary,
    intensity: random.integer(20, 90) / 100,
    valence: random.integer(-80, 80) / 100,
  };
}
