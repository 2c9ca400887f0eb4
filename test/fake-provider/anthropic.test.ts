import Anthropic, { APIError } from "@anthropic-ai/sdk";
import type { MessageCreateParamsNonStreaming } from "@anthropic-ai/sdk/resources/messages";
import { afterEach, expect, test } from "vitest";
import { fixed, instant, type ScenarioInput } from "./scenario.ts";
import { type FakeProvider, startFakeProvider } from "./start.ts";
import { countTokens } from "./tokens.ts";

let fake: FakeProvider;
afterEach(() => fake.stop());

async function begin(scenario: ScenarioInput = {}, apiKey = "fake-key-good") {
  fake = await startFakeProvider({ scenario: { ...instant, ...scenario } });
  return new Anthropic({ apiKey, baseURL: fake.url, maxRetries: 0 });
}

const params: MessageCreateParamsNonStreaming = {
  model: "claude-sonnet-5-5",
  max_tokens: 8_000,
  messages: [{ role: "user", content: "- Exactly 8 messages. Write." }],
};
function textOf(message: Anthropic.Message): string {
  return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
}

test("a stream and a whole answer say the same, and usage counts what was sent", async () => {
  const client = await begin({ drawBy: "body" });
  const streamed = await client.messages.stream(params).finalMessage();
  fake.change({ seed: 1 });
  const text = textOf(streamed);
  expect(JSON.parse(text)).toMatchObject({ messages: { length: 8 } });
  expect(streamed.stop_reason).toBe("end_turn");
  expect(streamed.usage.output_tokens).toBe(countTokens(text));
  expect(streamed.usage.input_tokens).toBe(countTokens("- Exactly 8 messages. Write."));
  const whole = await client.messages.create(params);
  expect(whole.usage.output_tokens).toBe(countTokens(textOf(whole)));
  expect(textOf(whole)).not.toBe(text);
});

test("a stream's events come in the vendor's order", async () => {
  const client = await begin();
  const response = await client.messages.create({ ...params, stream: true }).asResponse();
  const names = [...(await response.text()).matchAll(/^event: (.+)$/gm)].map(([, name]) => name);
  const distinct = names.filter((name, place) => name !== names[place - 1]);
  expect(distinct).toEqual([
    "message_start",
    "content_block_start",
    "ping",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  const [entry] = await fake.ledger();
  expect(response.headers.get("request-id")).toBe(entry?.id);
});

test("the second call with the same long prefix reads it from the cache, until its time is over", async () => {
  const client = await begin();
  const system = (text: string) => [
    { type: "text" as const, text, cache_control: { type: "ephemeral" as const } },
  ];
  const long = { ...params, system: system("The voice is calm. ".repeat(200)) };
  const prefix = countTokens(long.system[0]?.text ?? "");
  const first = await client.messages.create(long);
  const second = await client.messages.create(long);
  expect(first.usage).toMatchObject({
    cache_creation_input_tokens: prefix,
    cache_read_input_tokens: 0,
  });
  expect(second.usage).toMatchObject({
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: prefix,
  });
  expect(second.usage.input_tokens).toBe(first.usage.input_tokens);
  const short = await client.messages.create({ ...params, system: system("The voice is calm.") });
  expect(short.usage.cache_creation_input_tokens).toBe(0);
  // A millisecond is more than six minutes now.
  fake.change({ timeScale: 1e-9 });
  const later = await client.messages.create(long);
  expect(later.usage.cache_creation_input_tokens).toBe(prefix);
  const [one, two] = await fake.ledger();
  expect(one?.costMicros).toBeGreaterThan(two?.costMicros ?? 0);
});

test("counts tokens as it bills them and knows its models", async () => {
  const client = await begin();
  const { messages, model } = params;
  const counted = await client.messages.countTokens({ model, messages });
  const message = await client.messages.create(params);
  expect(counted.input_tokens).toBe(message.usage.input_tokens);
  const ids: string[] = [];
  for await (const info of client.models.list({ limit: 2 })) ids.push(info.id);
  expect(ids).toContain("claude-sonnet-5-5");
  expect(new Set(ids).size).toBe(ids.length);
  const info = await client.models.retrieve("claude-sonnet-5-5");
  expect(info).toMatchObject({ lifecycle: "active", max_tokens: 64_000 });
  await expect(client.models.retrieve("claude-none")).rejects.toMatchObject({ status: 404 });
});

test.each([
  ["fake-key-unknown", 401, "authentication_error", null],
  ["fake-key-revoked", 401, "authentication_error", null],
  ["fake-key-no-credit", 402, "billing_error", null],
  ["fake-key-forbidden", 403, "permission_error", null],
  ["fake-key-spend-cap", 429, "rate_limit_error", "enforced_spend_limit_reached"],
  ["fake-key-own-limit", 400, "invalid_request_error", null],
])("the key %s gets %i", async (key, status, type, errorCode) => {
  const client = await begin({}, key);
  const error: unknown = await client.messages.create(params).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(APIError);
  expect(error).toMatchObject({ status, type, errorCode });
  const [entry] = await fake.ledger();
  expect(entry).toMatchObject({ kind: "rejected", status, costMicros: 0, keyLast4: key.slice(-4) });
  expect((error as InstanceType<typeof APIError>).headers?.get("retry-after")).toBeNull();
});

const object = { type: "object", additionalProperties: false };
const format = (schema: Record<string, unknown>) => ({
  output_config: { format: { type: "json_schema", schema } },
});
test.each<[string, object, number]>([
  ["temperature", { temperature: 0.7 }, 400],
  ["top_p", { top_p: 0.7 }, 400],
  ["top_k", { top_k: 7 }, 400],
  ["no max_tokens", { max_tokens: undefined }, 400],
  ["max_tokens over the model's", { max_tokens: 64_001, stream: true }, 400],
  ["an unknown model", { model: "claude-2" }, 404],
  ["no messages", { messages: [] }, 400],
  [
    "a prefilled answer",
    { messages: [...params.messages, { role: "assistant", content: "{" }] },
    400,
  ],
  ["thinking turned off", { thinking: { type: "disabled" } }, 400],
  ["a forced tool", { tool_choice: { type: "any" } }, 400],
  [
    "a range in the schema",
    format({ ...object, properties: { a: { type: "number", minimum: 1 } } }),
    400,
  ],
  [
    "a length in the schema",
    format({ ...object, properties: { a: { type: "string", maxLength: 1 } } }),
    400,
  ],
  [
    "two items at least",
    format({ ...object, properties: { a: { type: "array", minItems: 2 } } }),
    400,
  ],
  ["an open object", format({ type: "object" }), 400],
  [
    "recursion",
    format({
      ...object,
      properties: { a: { $ref: "#/$defs/a" } },
      $defs: { a: { ...object, properties: { a: { $ref: "#/$defs/a" } } } },
    }),
    400,
  ],
])("refuses %s like the vendor", async (_what, change, status) => {
  const client = await begin();
  const body = { ...params, ...change } as MessageCreateParamsNonStreaming;
  await expect(client.messages.create(body)).rejects.toMatchObject({ status });
  expect(await fake.ledger()).toMatchObject([{ kind: "rejected", draw: null, costMicros: 0 }]);
});

test("the version header is looked at", async () => {
  const client = await begin();
  const call = (version: string | null) =>
    client.messages.create(params, { headers: { "anthropic-version": version } });
  await expect(call("2020-01-01")).rejects.toMatchObject({ status: 400 });
  await expect(call("2026-10-21")).resolves.toMatchObject({ type: "message" });
});

test("an answer longer than max_tokens stops there", async () => {
  const client = await begin({ outputTokens: fixed(3_000) });
  const message = await client.messages.create({ ...params, max_tokens: 100 });
  expect(message.stop_reason).toBe("max_tokens");
  expect(message.usage.output_tokens).toBe(100);
  expect(textOf(message).length).toBeLessThanOrEqual(400);
});

test("fills any other schema with plausible values, and answers a test call in a sentence", async () => {
  const client = await begin();
  const schema = {
    ...object,
    properties: {
      names: { type: "array", items: { type: "string" } },
      tone: { type: "string", enum: ["warm", "dry"] },
      count: { type: "integer" },
    },
    required: ["names", "tone", "count"],
  };
  const { output_config } = { output_config: { format: { type: "json_schema" as const, schema } } };
  const message = await client.messages.create({ ...params, output_config });
  expect(JSON.parse(textOf(message))).toEqual({
    names: expect.arrayContaining([expect.any(String)]) as string[],
    tone: expect.stringMatching(/^(warm|dry)$/) as string,
    count: expect.any(Number) as number,
  });
  const hello = await client.messages.create({
    ...params,
    max_tokens: 40,
    messages: [{ role: "user", content: "Say hello." }],
  });
  expect(hello.stop_reason).toBe("end_turn");
});
