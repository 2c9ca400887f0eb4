import { readFile } from "node:fs/promises";
import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createAnthropicProvider } from "./anthropic-provider.ts";
import { startAnsweringServer } from "../../../../../test/answering-server.ts";
import type { ScenarioInput } from "../../../../../test/fake-provider/scenario.ts";
import {
  faultOf,
  startFake,
  vendorRequest as request,
  vendorSettings,
  watch,
} from "../../../../../test/vendor-scene.ts";

const provider = (baseUrl: string, apiKey?: string | null) =>
  createAnthropicProvider(vendorSettings("Anthropic", baseUrl, apiKey));
/** Bytes as the vendor's documentation gives them. */
const recorded = (name: string) => readFile(new URL(`fixtures/${name}`, import.meta.url), "utf8");
async function startRecorded(name: string, headers: Record<string, string> = {}) {
  const body = await recorded(name);
  return startAnsweringServer((response) =>
    response.writeHead(200, { "content-type": "text/event-stream", ...headers }).end(body),
  );
}

describe("against our own fake", () => {
  test("an answer comes with text, usage, limits, the vendor's id and signs of life", async () => {
    const fake = await startFake({ tier: "start" });
    const seen: number[] = [];
    const write = () =>
      provider(fake.url).generate(
        request,
        watch({
          attemptId: "attempt-7",
          onActivity: ({ outputCharacters }) => seen.push(outputCharacters),
        }),
      );
    const answer = await write();
    expect(JSON.parse(answer.text)).toMatchObject({ messages: expect.any(Array) });
    expect(answer).toMatchObject({ stopReason: "end", raw: { model: request.model } });
    expect(seen.at(-1)).toBe(answer.text.length);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(answer.limits).toMatchObject({
      requests: { limit: 1_000 },
      inputTokens: { limit: 2_000_000 },
      outputTokens: { limit: 400_000, remaining: expect.any(Number) },
    });
    const [entry] = await fake.ledger();
    expect(answer.providerRequestId).toBe(entry?.id);
    expect(answer.usage).toEqual({
      inputTokens: entry?.billed.input,
      cacheReadTokens: 0,
      cacheWriteTokens: entry?.billed.cacheWrite5m,
      cacheWriteHourTokens: 0,
      outputTokens: entry?.billed.output,
    });
    expect(answer.usage?.cacheWriteTokens).toBeGreaterThan(512);
    const again = await write();
    expect(again.usage?.cacheReadTokens).toBe(answer.usage?.cacheWriteTokens);
    expect(again.usage?.cacheWriteTokens).toBe(0);
  });

  test.each<[NonNullable<ScenarioInput["faults"]>[number]["fault"], string]>([
    [{ kind: "refusal" }, "refusal"],
    [{ kind: "max-tokens" }, "max_tokens"],
    [{ kind: "stop-reason", reason: "stop_sequence" }, "end"],
    [{ kind: "stop-reason", reason: "model_context_window_exceeded" }, "context_exceeded"],
    [{ kind: "stop-reason", reason: "pause_turn" }, "other"],
  ])("%j is no fault but the stop reason %s", async (fault, stopReason) => {
    const fake = await startFake({ faults: [{ fault }] });
    const answer = await provider(fake.url).generate(request, watch());
    expect(answer.stopReason).toBe(stopReason);
    expect(answer.usage?.outputTokens).toBeGreaterThanOrEqual(0);
  });

  test("a stop in the middle gives what had arrived; one before it gives the reason as it is", async () => {
    const fake = await startFake({ faults: [{ fault: { kind: "stall" }, times: 1 }] });
    const reason = new Error("enough");
    const stop = new AbortController();
    const onActivity = ({ outputCharacters }: { outputCharacters: number }) => {
      if (outputCharacters > 0) stop.abort(reason);
    };
    const error = await provider(fake.url)
      .generate(request, { signal: stop.signal, onActivity })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      cause: reason,
      fault: { code: "stopped", billed: "unknown", partial: { text: expect.stringMatching(/./) } },
    });
    await expect(provider(fake.url).generate(request, { signal: stop.signal })).rejects.toBe(
      reason,
    );
    fake.change({ faults: [{ fault: { kind: "hang" } }] });
    const second = new AbortController();
    const hung = provider(fake.url).generate(request, { signal: second.signal });
    await expect.poll(() => fake.state().received).toBe(2);
    second.abort(reason);
    await expect(hung).rejects.toBe(reason);
  });

  test("models are listed with their limits; a wrong key is said there too", async () => {
    const fake = await startFake();
    const { listModels } = provider(fake.url);
    expect(await listModels?.(watch())).toContainEqual({
      model: "claude-haiku-5-5",
      label: "Claude Haiku 5.5",
      contextTokens: 200_000,
      maxOutputTokens: 64_000,
    });
    const wrong = provider(fake.url, "fake-key-revoked").listModels?.(watch());
    expect(await faultOf(wrong)).toMatchObject({ code: "wrong_key" });
    fake.change({ faults: [{ fault: { kind: "html" }, endpoints: ["models"] }] });
    const page = listModels?.(watch());
    expect(await faultOf(page)).toMatchObject({ code: "not_an_api" });
  });
});

describe("against aimock, which we didn't write", () => {
  const mock = new LLMock({ port: 0 });
  beforeAll(() => mock.start());
  afterAll(() => mock.stop());
  const ask = (content: string) =>
    provider(mock.url).generate(
      { ...request, outputSchema: null, messages: [{ role: "user", content }] },
      watch(),
    );

  test("a streamed answer, a length stop and a refusal", async () => {
    const usage = { input_tokens: 11, output_tokens: 5 };
    mock.onMessage("hello", { content: "Hi there, how are you?", usage });
    mock.onMessage("long", { content: "It went on and", finishReason: "length" });
    mock.onMessage("refuse", { content: "", finishReason: "refusal" });
    expect(await ask("hello")).toMatchObject({
      text: "Hi there, how are you?",
      stopReason: "end",
      usage: { inputTokens: 11, outputTokens: 5 },
    });
    expect(await ask("long")).toMatchObject({ stopReason: "max_tokens" });
    expect(await ask("refuse")).toMatchObject({ stopReason: "refusal" });
  });

  test("529, a rate limit by chaos, and a connection cut in the middle", async () => {
    mock.onMessage("again", { content: "a word ".repeat(50) });
    mock.nextRequestError(529, { message: "Overloaded", type: "overloaded_error" });
    expect(await faultOf(ask("again"))).toMatchObject({ code: "overloaded", kind: "retryable" });
    mock.setChaos({ rateLimitRate: 1 });
    expect(await faultOf(ask("again"))).toMatchObject({ code: "rate_limited", kind: "retry_at" });
    mock.setChaos({ disconnectRate: 1 });
    expect(await faultOf(ask("again"))).toMatchObject({ kind: "retryable", billed: "unknown" });
    mock.clearChaos();
    expect(await ask("again")).toMatchObject({ stopReason: "end" });
  });
});

describe("recorded streams", () => {
  test("the final counts win, thinking isn't text, and an unknown stop reason is other", async () => {
    const server = await startRecorded("thinking.sse", { "request-id": "req_1" });
    const answer = await provider(server.url).generate(request, watch({ attemptId: "a-1" }));
    expect(answer).toMatchObject({
      text: "Hello there",
      stopReason: "other",
      providerRequestId: "req_1",
      limits: null,
      usage: {
        inputTokens: 25,
        cacheReadTokens: 600,
        cacheWriteTokens: 100,
        cacheWriteHourTokens: 50,
        outputTokens: 42,
      },
      raw: { stop_reason: "a_new_reason", content: [{ type: "thinking", thinking: "Hm." }] },
    });
    const [sent] = server.requests;
    expect(sent?.path).toBe("/v1/messages");
    expect(sent?.headers).toMatchObject({
      authorization: "Bearer fake-key-good",
      "anthropic-version": "2026-10-21",
      "x-client-request-id": "a-1",
    });
    const body = JSON.parse(sent?.body ?? "");
    expect(body).toMatchObject({
      stream: true,
      max_tokens: 8_000,
      system: [{ type: "text", cache_control: { type: "ephemeral", ttl: "5m" } }],
      messages: [{ role: "user" }],
      output_config: { format: { type: "json_schema", schema: { additionalProperties: false } } },
    });
    expect(Object.keys(body)).not.toContain("temperature");
    expect(sent?.body).not.toContain("minLength");
  });

  test("a stream that ends without its last event isn't an answer", async () => {
    const server = await startRecorded("ends-early.sse");
    expect(await faultOf(provider(server.url).generate(request, watch()))).toMatchObject({
      code: "broken_off",
      billed: "unknown",
      partial: { text: "Hello", usage: { inputTokens: 25, outputTokens: 1 } },
    });
  });

  test("an event that isn't JSON is garbled", async () => {
    const server = await startRecorded("garbled.sse");
    expect(await faultOf(provider(server.url).generate(request, watch()))).toMatchObject({
      code: "garbled",
      kind: "retryable",
      billed: "unknown",
      partial: { text: "Hello" },
    });
  });

  test("without a key none is sent, whatever the environment holds", async () => {
    process.env.ANTHROPIC_API_KEY = "of-the-machine";
    process.env.ANTHROPIC_AUTH_TOKEN = "of-the-machine";
    onTestFinished(() => {
      delete process.env.ANTHROPIC_API_KEY;
      delete process.env.ANTHROPIC_AUTH_TOKEN;
    });
    const server = await startRecorded("ends-early.sse");
    await faultOf(provider(server.url, null).generate(request, watch()));
    expect(JSON.stringify(server.requests[0]?.headers)).not.toContain("of-the-machine");
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });
});
