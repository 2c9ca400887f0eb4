import { readFile } from "node:fs/promises";
import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createOpenAiCompatibleProvider } from "./openai-compatible-provider.ts";
import { startAnsweringServer } from "../../../../../test/answering-server.ts";
import {
  faultOf,
  startFake,
  vendorRequest,
  vendorSettings,
  watch,
} from "../../../../../test/vendor-scene.ts";

const provider = (baseUrl: string, apiKey?: string | null) =>
  createOpenAiCompatibleProvider(vendorSettings("My server", baseUrl, apiKey));
const request = { ...vendorRequest, model: "local-model" };
/** Bytes as such servers give them. */
const recorded = (name: string) => readFile(new URL(`fixtures/${name}`, import.meta.url), "utf8");
async function startRecorded(name: string, contentType = "text/event-stream") {
  const body = await recorded(name);
  return startAnsweringServer((response) =>
    response.writeHead(200, { "content-type": contentType }).end(body),
  );
}

describe("against our own fake", () => {
  test("an answer comes with text, usage, limits, the server's id and signs of life", async () => {
    const fake = await startFake({ tier: "start" });
    const seen: number[] = [];
    const answer = await provider(fake.openaiUrl).generate(
      request,
      watch({ onActivity: ({ outputCharacters }) => seen.push(outputCharacters) }),
    );
    expect(JSON.parse(answer.text)).toMatchObject({ messages: expect.any(Array) });
    const [entry] = await fake.ledger();
    expect(answer).toMatchObject({
      stopReason: "end",
      providerRequestId: entry?.id,
      usage: {
        inputTokens: entry?.inputTokens,
        cacheReadTokens: 0,
        outputTokens: entry?.outputTokens,
      },
      limits: {
        requests: { limit: 1_000, remaining: 999, resetSeconds: expect.any(Number) },
        inputTokens: { limit: expect.any(Number) },
      },
    });
    expect(seen.at(-1)).toBe(answer.text.length);
  });

  test("missing usage, finish reason and limits are null and other, not invented", async () => {
    const fake = await startFake({
      openai: { usage: false, finishReason: false, rateHeaders: false },
    });
    const answer = await provider(fake.openaiUrl).generate(request, watch());
    expect(answer).toMatchObject({ usage: null, stopReason: "other", limits: null });
    expect(answer.text.length).toBeGreaterThan(0);
  });

  test("a local server needs no key", async () => {
    const fake = await startFake({ keys: { "": "good" } });
    process.env.OPENAI_API_KEY = "of-the-machine";
    onTestFinished(() => {
      delete process.env.OPENAI_API_KEY;
    });
    const answer = await provider(fake.openaiUrl, null).generate(request, watch());
    expect(answer.stopReason).toBe("end");
    const [entry] = await fake.ledger();
    expect(entry?.keyLast4).toBe("");
  });

  test.each([
    ["max-tokens", "max_tokens"],
    ["refusal", "refusal"],
  ] as const)("%s is no fault but the stop reason %s", async (kind, stopReason) => {
    const fake = await startFake({ faults: [{ fault: { kind } }] });
    const answer = await provider(fake.openaiUrl).generate(request, watch());
    expect(answer.stopReason).toBe(stopReason);
  });

  test("a stop in the middle gives what had arrived; one before it the reason as it is", async () => {
    const fake = await startFake({ faults: [{ fault: { kind: "stall" } }] });
    const reason = new Error("enough");
    const stop = new AbortController();
    const onActivity = ({ outputCharacters }: { outputCharacters: number }) => {
      if (outputCharacters > 0) stop.abort(reason);
    };
    const error = await provider(fake.openaiUrl)
      .generate(request, { signal: stop.signal, onActivity })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      cause: reason,
      fault: { code: "stopped", billed: "unknown", partial: { text: expect.stringMatching(/./) } },
    });
    fake.change({ faults: [{ fault: { kind: "hang" } }] });
    const second = new AbortController();
    const hung = provider(fake.openaiUrl).generate(request, { signal: second.signal });
    await expect.poll(() => fake.state().received).toBe(2);
    second.abort(reason);
    await expect(hung).rejects.toBe(reason);
  });

  test("models are listed; a page or a wrong key is said", async () => {
    const fake = await startFake();
    expect(await provider(fake.openaiUrl).listModels?.(watch())).toEqual(
      ["local-model", "llama-4-8b"].map((model) => ({
        model,
        label: model,
        contextTokens: null,
        maxOutputTokens: null,
      })),
    );
    const wrong = provider(fake.openaiUrl, "fake-key-revoked").listModels?.(watch());
    expect(await faultOf(wrong)).toMatchObject({ code: "wrong_key" });
    const page = await startRecorded("page.html", "text/html");
    const { listModels } = provider(page.url);
    expect(await faultOf(listModels?.(watch()))).toMatchObject({ code: "not_an_api" });
  });
});

describe("against aimock, which we didn't write", () => {
  const mock = new LLMock({ port: 0 });
  beforeAll(() => mock.start());
  afterAll(() => mock.stop());
  const ask = (content: string) =>
    provider(`${mock.url}/v1`).generate(
      { ...request, outputSchema: null, messages: [{ role: "user", content }] },
      watch(),
    );

  test("a streamed answer with usage, a length stop and a filtered one", async () => {
    const usage = { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 };
    mock.onMessage("hello", { content: "Hi there, how are you?", usage });
    mock.onMessage("long", { content: "It went on and", finishReason: "length" });
    mock.onMessage("filtered", { content: "No", finishReason: "content_filter" });
    expect(await ask("hello")).toMatchObject({
      text: "Hi there, how are you?",
      stopReason: "end",
      usage: { inputTokens: 11, outputTokens: 5 },
    });
    expect(await ask("long")).toMatchObject({ stopReason: "max_tokens" });
    expect(await ask("filtered")).toMatchObject({ stopReason: "refusal" });
  });

  test("503, a rate limit by chaos, and a connection cut in the middle", async () => {
    mock.onMessage("again", { content: "a word ".repeat(50) });
    mock.nextRequestError(503, { message: "Overloaded" });
    expect(await faultOf(ask("again"))).toMatchObject({ code: "server_error", kind: "retryable" });
    mock.setChaos({ rateLimitRate: 1 });
    expect(await faultOf(ask("again"))).toMatchObject({ code: "rate_limited", kind: "retry_at" });
    mock.setChaos({ disconnectRate: 1 });
    expect(await faultOf(ask("again"))).toMatchObject({ kind: "retryable", billed: "unknown" });
    mock.clearChaos();
    expect(await ask("again")).toMatchObject({ stopReason: "end" });
  });
});

describe("what is sent, and recorded answers", () => {
  test("streamed, with usage asked for, the schema, and the limit's name for such servers", async () => {
    const server = await startRecorded("cached.sse");
    const answer = await provider(`${server.url}/v1/`).generate(
      request,
      watch({ attemptId: "a-1" }),
    );
    expect(answer).toMatchObject({
      text: '{"a":1}',
      stopReason: "end",
      usage: { inputTokens: 40, cacheReadTokens: 960, outputTokens: 7 },
      raw: { id: "chatcmpl-1", model: "served-name" },
    });
    const [sent] = server.requests;
    expect(sent?.path).toBe("/v1/chat/completions");
    expect(sent?.headers).toMatchObject({
      authorization: "Bearer fake-key-good",
      "x-client-request-id": "a-1",
    });
    const body = JSON.parse(sent?.body ?? "");
    expect(body).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 8_000,
      // Not every object of the schema is closed, so the server isn't promised that they are.
      response_format: { type: "json_schema", json_schema: { name: "answer", strict: false } },
    });
    expect(body).not.toHaveProperty("temperature");
    expect(body).not.toHaveProperty("max_completion_tokens");
  });

  test("a server that refuses response_format is asked once more in words, and then begins there", async () => {
    const answer = await recorded("cached.sse");
    const server = await startAnsweringServer((response, place) => {
      if (place > 0) {
        return response.writeHead(200, { "content-type": "text/event-stream" }).end(answer);
      }
      const error = { message: "'response_format.type' must be 'text'", code: 400 };
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ error }));
    });
    const { generate } = provider(server.url);
    expect(await generate(request, watch())).toMatchObject({
      text: '{"a":1}',
      raw: { schemaSentAs: "words", schemaRefused: expect.stringContaining("response_format") },
    });
    const second = await generate(request, watch());
    expect(second.raw).toMatchObject({ schemaSentAs: "words" });
    expect(second.raw).not.toHaveProperty("schemaRefused");
    const bodies = server.requests.map(({ body }) => JSON.parse(body));
    expect(bodies.map((body) => "response_format" in body)).toEqual([true, false, false]);
    expect(bodies[1].messages.at(-1).content).toContain('"enum":["user","assistant"]');
  });

  test("a refusal of the fallback, too, is the fault; another 400 has no fallback", async () => {
    const server = await startAnsweringServer((response, place) => {
      const message = place === 0 ? "json_schema is not supported" : "messages: too few";
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message } }));
    });
    const { generate } = provider(server.url);
    expect(await faultOf(generate(request, watch()))).toMatchObject({ code: "invalid_request" });
    expect(server.requests).toHaveLength(2);
    await faultOf(generate({ ...request, outputSchema: null }, watch()));
    expect(server.requests).toHaveLength(3);
  });

  test("a server that doesn't stream is understood", async () => {
    const server = await startRecorded("whole.json", "application/json");
    expect(await provider(server.url).generate(request, watch())).toMatchObject({
      text: "Hello",
      stopReason: "max_tokens",
      usage: { inputTokens: 9, outputTokens: 2 },
    });
  });
});
