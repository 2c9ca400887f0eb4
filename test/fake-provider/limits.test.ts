import Anthropic, { RateLimitError } from "@anthropic-ai/sdk";
import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Buckets } from "./limits.ts";
import { fixed, instant, limitsSchema, type ScenarioInput } from "./scenario.ts";
import { type FakeProvider, startFakeProvider } from "./start.ts";

let fake: FakeProvider | undefined;
afterEach(async () => {
  await fake?.stop();
  fake = undefined;
});

const call = { input: 100, maxTokens: 4_000 };

test("whatever the pace, no window takes more than its rate and one burst", () => {
  const limits = limitsSchema.parse({ requestsPerMinute: 60, burstSeconds: 5 });
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 200 }),
      (gaps) => {
        const buckets = new Buckets(limits, 0);
        let now = 0;
        const admitted: number[] = [];
        for (const gap of gaps) {
          now += gap;
          if (buckets.admit(now, call).ok) admitted.push(now);
        }
        for (const [from, start] of admitted.entries()) {
          for (const [to, end] of admitted.entries()) {
            if (to > from) expect(to - from + 1).toBeLessThanOrEqual(5 + (end - start) + 1e-4);
          }
        }
      },
    ),
  );
});

test("a refusal says the exact second at which the call passes", () => {
  const buckets = new Buckets(
    limitsSchema.parse({ inputTokensPerMinute: 6_000, burstSeconds: 1 }),
    0,
  );
  expect(buckets.admit(0, call).ok).toBe(true);
  const refusal = buckets.admit(0.25, call);
  expect(refusal).toMatchObject({ ok: false, kind: "input", limit: 6_000 });
  expect(refusal.ok ? 0 : refusal.retryAfter).toBeCloseTo(0.75, 6);
  expect(buckets.admit(0.99, call).ok).toBe(false);
  expect(buckets.admit(1.0, call).ok).toBe(true);
});

test("output counts what is written, or holds max_tokens until the end", () => {
  const actual = new Buckets(limitsSchema.parse({ outputTokensPerMinute: 6_000 }), 0);
  const first = actual.admit(0, call);
  if (first.ok) first.settle(9_000);
  // 3,000 below zero: 30 seconds to zero.
  expect(actual.admit(29.9, call).ok).toBe(false);
  expect(actual.admit(30.1, call).ok).toBe(true);
  const held = new Buckets(
    limitsSchema.parse({ outputTokensPerMinute: 6_000, output: "max-tokens" }),
    0,
  );
  const one = held.admit(0, call);
  expect(held.admit(0, call).ok).toBe(false);
  if (one.ok) one.settle(1_000);
  expect(held.admit(0, call).ok).toBe(true);
});

async function begin(scenario: ScenarioInput) {
  fake = await startFakeProvider({ scenario: { ...instant, ...scenario } });
  return new Anthropic({ apiKey: "fake-key-good", baseURL: fake.url, maxRetries: 0 });
}
const params = {
  model: "claude-sonnet-5-5",
  max_tokens: 8_000,
  messages: [{ role: "user" as const, content: "Write." }],
};

test("over HTTP: exactly what the bucket holds passes, and the headers tell it", async () => {
  // A second of the scenario takes eleven days: nothing is refilled.
  const client = await begin({
    timeScale: 1e6,
    headerClock: "scenario",
    countOutput: "drawn",
    outputTokens: fixed(3_000),
    limits: {
      "claude-sonnet-5-5": {
        requestsPerMinute: 4,
        inputTokensPerMinute: 50_000,
        outputTokensPerMinute: 400_000,
      },
    },
  });
  const left: [string | null, string | null][] = [];
  for (let number = 0; number < 4; number += 1) {
    const { response } = await client.messages.create(params).withResponse();
    const header = (name: string) => response.headers.get(`anthropic-ratelimit-${name}`);
    expect(header("requests-limit")).toBe("4");
    expect(Date.parse(header("output-tokens-reset") ?? "")).toBeGreaterThan(0);
    left.push([header("requests-remaining"), header("output-tokens-remaining")]);
  }
  expect(left).toEqual([
    ["3", "397000"],
    ["2", "394000"],
    ["1", "391000"],
    ["0", "388000"],
  ]);
  const error: unknown = await client.messages.create(params).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RateLimitError);
  const { headers } = error as InstanceType<typeof RateLimitError>;
  expect(headers.get("retry-after")).toBe("15");
  expect(headers.get("anthropic-ratelimit-requests-remaining")).toBe("0");
  const entries = (await fake?.ledger()) ?? [];
  expect(entries.map(({ refused }) => refused)).toEqual([false, false, false, false, true]);
  expect(entries.at(-1)).toMatchObject({ kind: "refused", status: 429, draw: null, costMicros: 0 });
  // Another model has buckets of its own.
  await client.messages.create({ ...params, model: "claude-haiku-5-5" });
});

test("on the client's clock, a limit in the headers is as much faster as the scenario is", async () => {
  const client = await begin({ timeScale: 0.01, limits: { "*": { requestsPerMinute: 60 } } });
  const { response } = await client.messages.create(params).withResponse();
  expect(response.headers.get("anthropic-ratelimit-requests-limit")).toBe("6000");
});
