import { expect, test } from "vitest";
import { createAnthropicProvider } from "./anthropic-provider.ts";
import { startAnsweringServer } from "../../../../../test/answering-server.ts";
import {
  faultOf,
  startFake,
  vendorRequest as request,
  vendorSettings,
  watch,
} from "../../../../../test/vendor-scene.ts";

const provider = (baseUrl: string, apiKey?: string | null) =>
  createAnthropicProvider(vendorSettings("Anthropic", baseUrl, apiKey));
async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test("a batch: not there yet, running, ended; results in any order, each with its outcome", async () => {
  const fake = await startFake({
    timeScale: 0.01,
    batches: { seconds: 60, notFoundSeconds: 20, errored: 0.3, expired: 0.3 },
  });
  const { batches } = provider(fake.url);
  if (!batches) throw new Error("no batches");
  const ids = Array.from({ length: 12 }, (_, place) => `item-${place}`);
  const created = await batches.create(
    ids.map((id) => ({ id, request })),
    watch(),
  );
  expect(created).toMatchObject({ hasEnded: false, isCancelling: false, endedAt: null });
  expect(created.expiresAt).toBeInstanceOf(Date);
  expect(await faultOf(batches.retrieve(created.id, watch()))).toMatchObject({
    code: "not_there_yet",
    kind: "retryable",
  });
  await expect
    .poll(() => batches.retrieve(created.id, watch()).catch(() => null), { timeout: 10_000 })
    .toMatchObject({ hasEnded: true, counts: { processing: 0 } });
  const outcomes = await collect(batches.results(created.id, watch()));
  expect(outcomes.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(outcomes.map(({ id }) => id)).not.toEqual(ids);
  const answered = outcomes.filter(({ response }) => response !== null);
  const codes = new Set(outcomes.map(({ fault }) => fault?.code));
  expect(answered.length).toBeGreaterThan(0);
  expect(answered[0]?.response?.usage?.outputTokens).toBeGreaterThan(0);
  expect(codes.has("expired")).toBe(true);
  expect(outcomes.every(({ fault }) => fault === null || fault.billed === "no")).toBe(true);
});

test("a batch that is cancelled says so, and a result that isn't there isn't yet", async () => {
  const fake = await startFake({ timeScale: 0.01, batches: { seconds: 1_000 } });
  const { batches } = provider(fake.url);
  if (!batches) throw new Error("no batches");
  const { id } = await batches.create([{ id: "one", request }], watch());
  expect(await faultOf(collect(batches.results(id, watch())))).toMatchObject({
    code: "not_there_yet",
  });
  expect(await batches.cancel(id, watch())).toMatchObject({ isCancelling: true });
  await expect
    .poll(() => batches.retrieve(id, watch()), { timeout: 10_000 })
    .toMatchObject({ hasEnded: true });
  const outcomes = await collect(batches.results(id, watch()));
  expect(outcomes).toMatchObject([{ id: "one", fault: { code: "cancelled", billed: "no" } }]);
});

test("a batch of a wrong key, and one without credit, wait for a person", async () => {
  const fake = await startFake();
  for (const [key, code] of [
    ["fake-key-revoked", "wrong_key"],
    ["fake-key-no-credit", "no_credit"],
  ] as const) {
    const create = provider(fake.url, key).batches?.create([{ id: "a", request }], watch());
    expect(await faultOf(create)).toMatchObject({ code });
  }
});

test("the list: newest first over its pages, as old as the vendor's clock says, no page of HTML", async () => {
  const fake = await startFake({ timeScale: 0.01, headerClock: "scenario" });
  const { batches } = provider(fake.url);
  if (!batches) throw new Error("no batches");
  const made: string[] = [];
  for (let place = 0; place < 103; place += 1) {
    const size = place === 0 ? 2 : 1;
    const requests = Array.from({ length: size }, (_, at) => ({ id: `r${place}-${at}`, request }));
    made.push((await batches.create(requests, watch())).id);
  }
  const listed = await collect(batches.list(watch()));
  expect(listed.map(({ id }) => id)).toEqual(made.toReversed());
  expect(listed.at(-1)).toMatchObject({ requests: 2, isArchived: false });
  const ages = listed.map(({ ageSeconds }) => ageSeconds);
  expect(ages).toEqual(ages.toSorted((a, b) => a - b));
  // The date of an answer has no fractions of a second.
  expect(Math.min(...ages)).toBeGreaterThan(-2);
  const first = [];
  for await (const { id } of batches.list(watch())) {
    first.push(id);
    break;
  }
  expect(first).toEqual([made.at(-1)]);

  fake.change({ faults: [{ fault: { kind: "html" }, endpoints: ["batches"] }] });
  expect(await faultOf(collect(batches.list(watch())))).toMatchObject({ kind: "needs_person" });
});

test("lines of the results that aren't results are told as such, and the others are read", async () => {
  const line = (custom_id: unknown, result: unknown) => JSON.stringify({ custom_id, result });
  const lines = [
    "{ half of it",
    "null",
    line(7, { type: "canceled" }),
    line("a", { type: "succeeded", message: { content: null } }),
    line("b", null),
    line("c", { type: "expired" }),
  ];
  const server = await startAnsweringServer((response, place) => {
    response.end([`${lines.join("\n")}\n`, lines[0], "<html>\n<body>\n</html>\n"][place]);
  });
  const { batches } = provider(server.url);
  if (!batches) throw new Error("no batches");
  const outcomes = await collect(batches.results("batch", watch()));
  expect(outcomes.map(({ id }) => id)).toEqual([null, null, null, null, null, "c"]);
  expect(outcomes[0]?.fault).toMatchObject({ code: "garbled", raw: { line: lines[0] } });
  // Without the end of its line it may have been cut on its way; and a page isn't anybody's results.
  for (let time = 0; time < 2; time += 1) {
    const fault = await faultOf(collect(batches.results("batch", watch())));
    expect(fault).toMatchObject({ code: "garbled", kind: "retryable" });
  }
});
