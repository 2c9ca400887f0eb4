import OpenAI, { APIError } from "openai";
import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import { afterEach, expect, test } from "vitest";
import { instant, type ScenarioInput } from "./scenario.ts";
import { type FakeProvider, startFakeProvider } from "./start.ts";
import { countTokens } from "./tokens.ts";

let fake: FakeProvider;
afterEach(() => fake.stop());

async function begin(scenario: ScenarioInput = {}, apiKey = "fake-key-good") {
  fake = await startFakeProvider({ scenario: { ...instant, ...scenario } });
  return new OpenAI({ apiKey, baseURL: fake.openaiUrl, maxRetries: 0 });
}
const prompt = "- Exactly 8 messages. Write.";
const conversation = {
  type: "object",
  properties: {
    messages: {
      type: "array",
      items: {
        type: "object",
        properties: { role: { type: "string" }, content: { type: "string" } },
      },
    },
  },
};
const params: ChatCompletionCreateParamsNonStreaming = {
  model: "local-model",
  max_completion_tokens: 8_000,
  messages: [{ role: "user", content: prompt }],
  response_format: { type: "json_schema", json_schema: { name: "c", schema: conversation } },
};

async function read(client: OpenAI, includeUsage = true) {
  let text = "";
  let finish: string | null = null;
  let usage: OpenAI.CompletionUsage | null = null;
  let error: unknown;
  try {
    const stream = await client.chat.completions.create({
      ...params,
      stream: true,
      ...(includeUsage ? { stream_options: { include_usage: true } } : {}),
    });
    for await (const chunk of stream) {
      const [choice] = chunk.choices;
      text += choice?.delta.content ?? "";
      finish = choice?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
  } catch (thrown) {
    error = thrown;
  }
  return { text, finish, usage, error };
}

test("streams, whole answers, usage only where it is asked for", async () => {
  const client = await begin();
  const { text, finish, usage } = await read(client);
  expect(JSON.parse(text)).toMatchObject({ messages: { length: 8 } });
  expect(finish).toBe("stop");
  expect(usage).toMatchObject({
    prompt_tokens: countTokens(prompt),
    completion_tokens: countTokens(text),
  });
  expect((await read(client, false)).usage).toBeNull();
  const whole = await client.chat.completions.create(params);
  const content = whole.choices[0]?.message.content ?? "";
  expect(whole.usage?.completion_tokens).toBe(countTokens(content));
  const ids: string[] = [];
  for await (const model of client.models.list()) ids.push(model.id);
  expect(ids).toEqual(["local-model", "llama-4-8b"]);
});

test.each([
  ["fake-key-revoked", 401, "invalid_api_key"],
  ["fake-key-no-credit", 402, "insufficient_credits"],
  ["fake-key-forbidden", 403, "permission_denied"],
  ["fake-key-spend-cap", 429, "insufficient_quota"],
])("the key %s gets %i", async (key, status, code) => {
  const client = await begin({}, key);
  await expect(client.chat.completions.create(params)).rejects.toMatchObject({ status, code });
});

test("a local server takes any key, and none", async () => {
  const client = await begin({ openai: { needsKey: false } }, "whatever");
  await client.chat.completions.create(params);
  await client.chat.completions.create(params, { headers: { authorization: null } });
  expect((await fake.ledger()).map(({ keyLast4 }) => keyLast4)).toEqual(["ever", ""]);
});

test("wrong requests are refused, an unknown model too", async () => {
  const client = await begin();
  const create = (change: object) => client.chat.completions.create({ ...params, ...change });
  await expect(create({ model: "gpt-none" })).rejects.toMatchObject({ status: 404 });
  await expect(create({ messages: [] })).rejects.toMatchObject({ status: 400 });
  await expect(create({ max_completion_tokens: 0 })).rejects.toMatchObject({ status: 400 });
  expect((await fake.ledger()).every(({ kind }) => kind === "rejected")).toBe(true);
});

test("rate headers and the refusal at the exact bucket", async () => {
  const client = await begin({
    timeScale: 1e6,
    headerClock: "scenario",
    limits: { "*": { requestsPerMinute: 2, outputTokensPerMinute: 1e6 } },
  });
  const { response } = await client.chat.completions.create(params).withResponse();
  expect(response.headers.get("x-ratelimit-limit-requests")).toBe("2");
  expect(response.headers.get("x-ratelimit-remaining-requests")).toBe("1");
  expect(response.headers.get("x-ratelimit-reset-requests")).toBe("30s");
  expect(response.headers.get("x-ratelimit-limit-tokens")).toBe("1000000");
  await client.chat.completions.create(params);
  const error: unknown = await client.chat.completions.create(params).catch((e: unknown) => e);
  expect(error).toMatchObject({ status: 429, code: "rate_limit_exceeded" });
  expect((error as InstanceType<typeof APIError>).headers?.get("retry-after")).toBe("30");
});

test("a server without usage, finish reasons, rate headers and schemas", async () => {
  const client = await begin({
    tier: "scale",
    openai: { usage: false, finishReason: false, schema: false, rateHeaders: false },
  });
  expect(await read(client)).toMatchObject({ usage: null, finish: null, error: undefined });
  const request = {
    ...params,
    messages: [{ role: "user" as const, content: "A tone, please." }],
  };
  const { data, response } = await client.chat.completions.create(request).withResponse();
  expect(data.usage).toBeUndefined();
  expect(data.choices[0]?.finish_reason).toBeNull();
  expect(() => JSON.parse(data.choices[0]?.message.content ?? "") as unknown).toThrow(SyntaxError);
  expect(response.headers.get("x-ratelimit-limit-requests")).toBeNull();
});

test("a prompt over the window is cut without a word, and the total tells", async () => {
  const client = await begin({ openai: { promptWindow: 5 } });
  const { usage } = await read(client);
  expect(usage?.prompt_tokens).toBe(5);
  expect(countTokens(prompt)).toBeGreaterThan(5);
});

test("white space until the limit", async () => {
  const client = await begin({ faults: [{ fault: { kind: "whitespace" } }] });
  const { text, finish, usage } = await read(client);
  expect(text.trim()).toBe("");
  expect(text.length).toBeGreaterThan(1_000);
  expect(finish).toBe("length");
  expect(usage?.completion_tokens).toBe(8_000);
});

test("an error inside a 200, in the stream and whole", async () => {
  const client = await begin({ faults: [{ fault: { kind: "error-in-200" } }] });
  const streamed = await read(client);
  expect(streamed.text).not.toBe("");
  expect(streamed.error).toMatchObject({ code: 502, status: undefined });
  const whole: object = await client.chat.completions.create(params);
  expect(whole).toMatchObject({ error: { code: 502 } });
  expect((await fake.ledger()).map(({ status }) => status)).toEqual([200, 200]);
});

test.each([
  [{ kind: "status", status: 503 } as const, 503],
  [{ kind: "reset-before-headers" } as const, undefined],
  [{ kind: "reset-mid-stream" } as const, undefined],
])("%j reaches this dialect too", async (fault, status) => {
  const client = await begin({ faults: [{ fault }] });
  const { error } = await read(client);
  expect(error).toBeInstanceOf(Error);
  expect((error as { status?: number }).status).toBe(status);
});

test("HTML with 200 and refusals", async () => {
  const client = await begin({
    faults: [
      { fault: { kind: "html" }, draws: [0] },
      { fault: { kind: "refusal" }, draws: [1] },
    ],
  });
  const html: unknown = await client.chat.completions.create(params);
  expect(html).toContain("<html>");
  const refused = await client.chat.completions.create(params);
  expect(refused.choices[0]).toMatchObject({
    finish_reason: "content_filter",
    message: { content: null, refusal: expect.any(String) as string },
  });
});
