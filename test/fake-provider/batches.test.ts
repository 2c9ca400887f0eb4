import Anthropic from "@anthropic-ai/sdk";
import type { BatchCreateParams } from "@anthropic-ai/sdk/resources/messages";
import { afterEach, expect, test } from "vitest";
import { instant, type ScenarioInput } from "./scenario.ts";
import { type FakeProvider, startFakeProvider } from "./start.ts";

let fake: FakeProvider;
afterEach(() => fake.stop());

// A second takes a quarter of an hour until a test lets time run.
const frozen = { timeScale: 1_000 };
const running = { timeScale: 1e-9 };

async function begin(scenario: ScenarioInput = {}) {
  fake = await startFakeProvider({ scenario: { ...instant, ...frozen, ...scenario } });
  return new Anthropic({ apiKey: "fake-key-good", baseURL: fake.url, maxRetries: 0 });
}
function requests(count: number): BatchCreateParams.Request[] {
  return Array.from({ length: count }, (_, place) => ({
    custom_id: `row-${place}`,
    params: {
      model: "claude-sonnet-5-5",
      max_tokens: 8_000,
      messages: [{ role: "user", content: `- Exactly 4 messages. Row ${place}.` }],
    },
  }));
}
async function resultsOf(client: Anthropic, id: string) {
  const lines = [];
  for await (const line of await client.messages.batches.results(id)) lines.push(line);
  return lines;
}

test("counts stay at zero until the end, then results come in another order at half the price", async () => {
  const client = await begin();
  const created = await client.messages.batches.create({ requests: requests(20) });
  expect(created).toMatchObject({ processing_status: "in_progress", results_url: null });
  expect(created.request_counts).toMatchObject({ processing: 20, succeeded: 0, errored: 0 });
  await expect(client.messages.batches.results(created.id)).rejects.toThrow("results_url");
  fake.change(running);
  const ended = await client.messages.batches.retrieve(created.id);
  expect(ended.processing_status).toBe("ended");
  expect(ended.request_counts).toMatchObject({ processing: 0, succeeded: 20 });
  const lines = await resultsOf(client, created.id);
  const ids = lines.map(({ custom_id }) => custom_id);
  expect(ids).not.toEqual(ids.toSorted((a, b) => Number(a.slice(4)) - Number(b.slice(4))));
  expect(new Set(ids).size).toBe(20);
  expect(await resultsOf(client, created.id)).toEqual(lines);
  const items = (await fake.ledger()).filter(({ method }) => method === "BATCH");
  expect(items).toHaveLength(20);
  for (const { billed, costMicros, kind } of items) {
    expect(kind).toBe("succeeded");
    expect(costMicros).toBe(Math.ceil((billed.input * 2 + billed.output * 10) / 2));
  }
});

test("wrong params are found late; errored and expired ones cost nothing", async () => {
  const client = await begin({ batches: { errored: 0.3, expired: 0.3 } });
  const wrong: BatchCreateParams.Request = {
    custom_id: "wrong",
    params: { ...requests(1)[0]?.params, temperature: 1 } as never,
  };
  const batch = await client.messages.batches.create({ requests: [...requests(60), wrong] });
  fake.change(running);
  const { request_counts: counts } = await client.messages.batches.retrieve(batch.id);
  expect(counts.errored + counts.expired + counts.succeeded).toBe(61);
  expect(Math.min(counts.errored, counts.expired, counts.succeeded)).toBeGreaterThan(5);
  const late = (await resultsOf(client, batch.id)).find(({ custom_id }) => custom_id === "wrong");
  expect(late?.result).toMatchObject({
    type: "errored",
    error: { error: { type: "invalid_request_error" } },
  });
  for (const { kind, costMicros, method } of await fake.ledger()) {
    if (method === "BATCH") expect(costMicros > 0).toBe(kind === "succeeded");
  }
});

test("a cancelled batch keeps what was done and cancels the rest", async () => {
  const client = await begin({ batches: { seconds: 1e6, cancelSeconds: 10 } });
  const { id } = await client.messages.batches.create({ requests: requests(10) });
  const cancelling = await client.messages.batches.cancel(id);
  expect(cancelling).toMatchObject({ processing_status: "canceling", ended_at: null });
  fake.change(running);
  const ended = await client.messages.batches.retrieve(id);
  expect(ended).toMatchObject({
    processing_status: "ended",
    request_counts: { canceled: 10, succeeded: 0, processing: 0 },
  });
  await expect(client.messages.batches.cancel(id)).rejects.toMatchObject({ status: 400 });
  await expect(client.messages.batches.delete(id)).resolves.toMatchObject({ id });
  await expect(client.messages.batches.retrieve(id)).rejects.toMatchObject({ status: 404 });
});

test("just after creation a batch isn't there yet", async () => {
  const client = await begin({ batches: { seconds: 60, notFoundSeconds: 5 } });
  const { id } = await client.messages.batches.create({ requests: requests(1) });
  await expect(client.messages.batches.retrieve(id)).rejects.toMatchObject({ status: 404 });
  fake.change(running);
  await expect(client.messages.batches.retrieve(id)).resolves.toMatchObject({ id });
});

test("lists the newest first, in pages, and to its own key alone", async () => {
  const client = await begin({ keys: { "fake-key-good": "good", "fake-key-other": "good" } });
  const made: string[] = [];
  for (let number = 0; number < 5; number += 1) {
    made.push((await client.messages.batches.create({ requests: requests(1) })).id);
  }
  const listed: string[] = [];
  for await (const { id } of client.messages.batches.list({ limit: 2 })) listed.push(id);
  expect(listed).toEqual(made.toReversed());
  const other = client.withOptions({ apiKey: "fake-key-other" });
  await expect(other.messages.batches.retrieve(made[0] ?? "")).rejects.toMatchObject({
    status: 404,
  });
});

test.each([
  ["a space", "row 1"],
  ["nothing", ""],
  ["65 characters", "x".repeat(65)],
  ["the same id twice", "row-0"],
])("a custom_id of %s is refused at once", async (_what, custom_id) => {
  const client = await begin();
  const [first] = requests(1);
  if (!first) throw new Error("no request");
  const create = client.messages.batches.create({ requests: [first, { ...first, custom_id }] });
  await expect(create).rejects.toMatchObject({ status: 400 });
});
