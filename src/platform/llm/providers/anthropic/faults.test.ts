import { expect, test } from "vitest";
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

test.each<[string, number, object]>([
  ["fake-key-revoked", 401, { code: "wrong_key", kind: "needs_person" }],
  ["fake-key-no-credit", 402, { code: "no_credit", kind: "needs_person" }],
  ["fake-key-forbidden", 403, { code: "forbidden", kind: "needs_person" }],
  ["fake-key-spend-cap", 429, { code: "spend_cap", kind: "needs_person" }],
  ["fake-key-own-limit", 400, { code: "own_spend_limit", kind: "needs_person" }],
])("%s is a fault of %i that waits for a person", async (key, status, expected) => {
  const fake = await startFake();
  const fault = await faultOf(provider(fake.url, key).generate(request, watch()));
  expect(fault).toMatchObject({ ...expected, status, billed: "no" });
  expect(fault.retryAfterSeconds).toBeUndefined();
  expect(fault.providerRequestId).toMatch(/./);
  expect(fake.state().received).toBe(1);
});

test.each<[number, number | string | undefined, object]>([
  [408, undefined, { code: "timeout", kind: "retryable" }],
  [409, undefined, { code: "conflict", kind: "retryable" }],
  [500, undefined, { code: "server_error", kind: "retryable" }],
  [502, undefined, { code: "server_error", kind: "retryable" }],
  [503, 9, { code: "server_error", kind: "retry_at", retryAfterSeconds: 9 }],
  [504, undefined, { code: "timeout", kind: "retryable" }],
  [529, undefined, { code: "overloaded", kind: "retryable" }],
  [400, undefined, { code: "invalid_request", kind: "needs_person" }],
  [413, undefined, { code: "request_too_large", kind: "needs_person" }],
  [429, 30, { code: "rate_limited", kind: "retry_at", retryAfterSeconds: 30 }],
  [429, "absurd", { code: "rate_limited", kind: "retry_at", retryAfterSeconds: 86_400 }],
  [429, undefined, { code: "rate_limited", kind: "retry_at", retryAfterSeconds: 15 }],
])("status %i with retry-after %j is sent once and told", async (status, retryAfter, expected) => {
  const rest = retryAfter === undefined ? {} : { retryAfter };
  const fake = await startFake({ faults: [{ fault: { kind: "status", status, ...rest } }] });
  const fault = await faultOf(provider(fake.url).generate(request, watch()));
  expect(fault).toMatchObject({ ...expected, status, billed: "no" });
  expect(fault.message).toContain("Anthropic");
  expect(fake.state().received).toBe(1);
});

test("a retry-after that is a date counts from the server's clock", async () => {
  const fake = await startFake({
    faults: [{ fault: { kind: "status", status: 429, retryAfter: "date" } }],
  });
  const { retryAfterSeconds } = await faultOf(provider(fake.url).generate(request, watch()));
  expect(retryAfterSeconds).toBeGreaterThan(27);
  expect(retryAfterSeconds).toBeLessThanOrEqual(31);
});

test("an unknown model is named, and so is a prompt that is too long", async () => {
  const fake = await startFake();
  const unknown = { ...request, model: "claude-nobody" };
  expect(await faultOf(provider(fake.url).generate(unknown, watch()))).toMatchObject({
    code: "unknown_model",
    kind: "needs_person",
    message: expect.stringContaining('"claude-nobody"'),
  });
  const messages = [{ role: "user" as const, content: "word ".repeat(400_000) }];
  const long = { ...request, messages };
  expect(await faultOf(provider(fake.url).generate(long, watch()))).toMatchObject({
    code: "prompt_too_long",
    kind: "needs_person",
  });
});

test.each<[ScenarioInput["faults"], string]>([
  [[{ fault: { kind: "stream-error" } }], "overloaded"],
  [[{ fault: { kind: "stream-error", type: "api_error" } }], "broken_off"],
  [[{ fault: { kind: "reset-mid-stream" } }], "connection_lost"],
])("a stream that breaks keeps what had come, and its money counts: %j", async (faults, code) => {
  const fake = await startFake({ faults });
  const fault = await faultOf(provider(fake.url).generate(request, watch()));
  expect(fault).toMatchObject({ code, kind: "retryable", billed: "unknown" });
  expect(fault.partial?.text).toMatch(/./);
  expect(fault.partial?.usage?.cacheWriteTokens).toBeGreaterThan(0);
  expect(fault.providerRequestId).toMatch(/./);
});

test("a connection that breaks before any header may have cost money too", async () => {
  const fake = await startFake({ faults: [{ fault: { kind: "reset-before-headers" } }] });
  const fault = await faultOf(provider(fake.url).generate(request, watch()));
  expect(fault).toMatchObject({ code: "connection_lost", billed: "unknown" });
  expect(fault.partial).toBeUndefined();
});

test("a page instead of an answer is no API", async () => {
  const fake = await startFake({ faults: [{ fault: { kind: "html" } }] });
  expect(await faultOf(provider(fake.url).generate(request, watch()))).toMatchObject({
    code: "not_an_api",
    kind: "needs_person",
    message: expect.stringContaining("isn't an API"),
  });
});

test("a 404 page is no API, a 502 page is a passing fault, and no key is repeated", async () => {
  const server = await startAnsweringServer((response, place) => {
    response.writeHead(place === 1 ? 502 : place === 0 ? 404 : 400, {
      "content-type": place === 2 ? "application/json" : "text/html",
    });
    const message = "bad key fake-key-good in request";
    const error = { type: "error", error: { type: "invalid_request_error", message } };
    response.end(place === 2 ? JSON.stringify(error) : "<html>proxy</html>");
  });
  const ask = () => faultOf(provider(`${server.url}/v1/`).generate(request, watch()));
  expect(await ask()).toMatchObject({ code: "not_an_api", raw: { status: 404 } });
  expect(await ask()).toMatchObject({ code: "server_error", kind: "retryable" });
  const fault = await ask();
  expect(fault).toMatchObject({ code: "invalid_request" });
  expect(JSON.stringify(fault)).not.toContain("fake-key-good");
  expect(server.requests[0]?.path).toBe("/v1/messages");
});

test("an address that may not be called is said when it is used", async () => {
  expect(
    await faultOf(provider("http://169.254.169.254").generate(request, watch())),
  ).toMatchObject({ code: "forbidden_address" });
  expect(await faultOf(provider("nonsense").generate(request, watch()))).toMatchObject({
    code: "bad_address",
  });
});
