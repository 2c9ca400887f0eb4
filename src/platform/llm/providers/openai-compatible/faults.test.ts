import { expect, test } from "vitest";
import { createOpenAiCompatibleProvider } from "./openai-compatible-provider.ts";
import { startAnsweringServer } from "../../../../../test/answering-server.ts";
import type { ScenarioInput } from "../../../../../test/fake-provider/scenario.ts";
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

test.each<[string, number, string]>([
  ["fake-key-revoked", 401, "wrong_key"],
  ["fake-key-no-credit", 402, "no_credit"],
  ["fake-key-forbidden", 403, "forbidden"],
  ["fake-key-spend-cap", 429, "no_credit"],
])("%s is a fault of %i that waits for a person", async (key, status, code) => {
  const fake = await startFake();
  const fault = await faultOf(provider(fake.openaiUrl, key).generate(request, watch()));
  expect(fault).toMatchObject({ code, kind: "needs_person", status, billed: "no" });
  expect(fault.retryAfterSeconds).toBeUndefined();
  expect(fake.state().received).toBe(1);
});

test.each<[number, number | string | undefined, object]>([
  [408, undefined, { code: "timeout", kind: "retryable" }],
  [500, undefined, { code: "server_error", kind: "retryable" }],
  [502, undefined, { code: "server_error", kind: "retryable" }],
  [503, undefined, { code: "server_error", kind: "retryable" }],
  [504, undefined, { code: "timeout", kind: "retryable" }],
  [400, undefined, { code: "invalid_request", kind: "needs_person" }],
  [413, undefined, { code: "request_too_large", kind: "needs_person" }],
  [429, 30, { code: "rate_limited", kind: "retry_at", retryAfterSeconds: 30 }],
  [429, "absurd", { code: "rate_limited", kind: "retry_at", retryAfterSeconds: 86_400 }],
  [429, undefined, { code: "rate_limited", kind: "retry_at", retryAfterSeconds: 15 }],
])("status %i with retry-after %j is sent once and told", async (status, retryAfter, expected) => {
  const rest = retryAfter === undefined ? {} : { retryAfter };
  const fake = await startFake({ faults: [{ fault: { kind: "status", status, ...rest } }] });
  const fault = await faultOf(provider(fake.openaiUrl).generate(request, watch()));
  expect(fault).toMatchObject({ ...expected, status, billed: "no" });
  expect(fault.message).toContain("My server");
  expect(fake.state().received).toBe(1);
});

test.each<[ScenarioInput["faults"], object]>([
  [[{ fault: { kind: "error-in-200" } }], { code: "server_error", kind: "retryable" }],
  [[{ fault: { kind: "reset-mid-stream" } }], { code: "connection_lost", kind: "retryable" }],
  [[{ fault: { kind: "whitespace" } }], { code: "blank_loop", kind: "invalid_output" }],
])("what had come of a broken stream is kept, and its money counts: %j", async (faults, told) => {
  const fake = await startFake({ faults });
  const fault = await faultOf(provider(fake.openaiUrl).generate(request, watch()));
  expect(fault).toMatchObject({ ...told, billed: "unknown" });
  expect(fault.partial?.text.length).toBeGreaterThan(0);
});

test("a page instead of an answer is no API; the sentence says where to look", async () => {
  const fake = await startFake({ faults: [{ fault: { kind: "html" } }] });
  expect(await faultOf(provider(fake.openaiUrl).generate(request, watch()))).toMatchObject({
    code: "not_an_api",
    kind: "needs_person",
    message: expect.stringContaining("/v1"),
  });
});

test.each<[string, number, string | object, object]>([
  [
    "Ollama",
    404,
    { error: { message: "model 'local-model' not found", type: "api_error" } },
    unknownModel(),
  ],
  ["OpenAI", 404, { error: { message: "no", code: "model_not_found" } }, unknownModel()],
  [
    "vLLM",
    404,
    { object: "error", message: "The model `x` does not exist.", code: 404 },
    unknownModel(),
  ],
  ["LM Studio", 400, { error: "Model local-model not found" }, unknownModel()],
  ["FastAPI without /v1", 404, { detail: "Not Found" }, { code: "not_an_api" }],
  ["Ollama without /v1", 404, "404 page not found", { code: "not_an_api" }],
  ["nginx", 502, "<html>Bad gateway</html>", { code: "server_error", kind: "retryable" }],
  [
    "llama.cpp",
    400,
    { error: { message: "the request exceeds the available context size", code: 400 } },
    { code: "prompt_too_long", kind: "needs_person" },
  ],
  [
    "OpenRouter in a 200",
    200,
    { error: { code: 429, message: "slow" } },
    { code: "rate_limited", kind: "retry_at" },
  ],
  ["OpenRouter in a 200", 200, { error: { message: "Provider error" } }, { code: "server_error" }],
  ["anything else in a 200", 200, { hello: 1 }, { code: "not_an_api" }],
])("%s: status %i with %j is understood", async (_, status, body, expected) => {
  const server = await startAnsweringServer((response) => {
    const isPage = typeof body === "string";
    response.writeHead(status, { "content-type": isPage ? "text/html" : "application/json" });
    response.end(isPage ? body : JSON.stringify(body));
  });
  const fault = await faultOf(provider(server.url).generate(request, watch()));
  expect(fault).toMatchObject(expected);
  expect(server.requests).toHaveLength(1);
});

function unknownModel() {
  return {
    code: "unknown_model",
    kind: "needs_person",
    message: expect.stringContaining('"local-model"'),
  };
}

test("a prompt that the server cut is found by its count, and the sentence names the setting", async () => {
  const fake = await startFake({ openai: { promptWindow: 4_096 } });
  const ask = (words: number) => {
    const content = "Budget talk with some numbers. ".repeat(words / 5);
    const messages = [{ role: "user" as const, content }];
    return provider(fake.openaiUrl).generate({ ...request, messages }, watch());
  };
  const fault = await faultOf(ask(10_000));
  expect(fault).toMatchObject({ code: "prompt_cut", kind: "needs_person", billed: "unknown" });
  expect(fault.message).toContain("num_ctx");
  expect(fault.partial?.usage?.inputTokens).toBe(4_096);
  expect(await ask(2_000)).toMatchObject({ stopReason: "end" });
});

test("a server that isn't there is said at once", async () => {
  expect(await faultOf(provider("http://127.0.0.1:1/v1").generate(request, watch()))).toMatchObject(
    {
      code: "unreachable",
      kind: "retryable",
      billed: "no",
      message: expect.stringContaining("127.0.0.1"),
    },
  );
});

test("a server that repeats the key doesn't get it into the record", async () => {
  const server = await startAnsweringServer((response) => {
    const error = { message: "Incorrect API key provided: fake-key-good" };
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ error }));
  });
  const fault = await faultOf(provider(server.url).generate(request, watch()));
  expect(fault).toMatchObject({
    code: "invalid_request",
    message: expect.stringContaining("[key]"),
  });
  expect(JSON.stringify(fault)).not.toContain("fake-key-good");
});
