import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import Anthropic from "@anthropic-ai/sdk";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LedgerEntry, readLedger } from "./ledger.ts";
import { instant, type ScenarioInput } from "./scenario.ts";
import { spawnFakeProvider } from "./spawn.ts";
import { startFakeProvider } from "./start.ts";
import { makeTemporaryFolder, waitFor } from "../temporary-folder.ts";

let folder: { path: string; remove: () => Promise<void> };
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder.remove());

const params = {
  model: "claude-sonnet-5-5",
  max_tokens: 8_000,
  messages: [{ role: "user" as const, content: "- Exactly 4 messages." }],
};
const clientOf = (url: string) =>
  new Anthropic({ apiKey: "fake-key-good", baseURL: url, maxRetries: 0 });

test("a process of its own: what was answered and what was under way is on the disk after a SIGKILL", async () => {
  const path = join(folder.path, "ledger.jsonl");
  const fake = await spawnFakeProvider(path, {
    ...instant,
    faults: [{ fault: { kind: "hang" }, bodyIncludes: "for ever" }],
  });
  const client = clientOf(fake.url);
  const ids: (string | null | undefined)[] = [];
  for (let call = 0; call < 5; call += 1) {
    const { request_id } = await client.messages
      .create(params, { headers: { "x-attempt-id": `attempt-${call}` } })
      .withResponse();
    ids.push(request_id);
  }
  const hanging = client.messages.create({
    ...params,
    messages: [{ role: "user", content: "Hang for ever." }],
  });
  hanging.catch(() => undefined);
  await waitFor("the call that hangs", async () => (await fake.state()).inFlight === 1);
  await waitFor("its line", async () => (await readLedger(path)).length === 6);
  await fake.stop("SIGKILL");
  await expect(hanging).rejects.toThrow("Connection error");
  await appendFile(path, '{"event":"received","id":"req_cut');
  const entries = await readLedger(path);
  expect(entries.map(({ id }) => id).slice(0, 5)).toEqual(ids);
  expect(entries.map(({ attempt }) => attempt).slice(0, 5)).toEqual(
    [0, 1, 2, 3, 4].map((n) => `attempt-${n}`),
  );
  expect(entries.map(({ lastByteAt }) => lastByteAt !== null)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(entries.at(-1)).toMatchObject({ completed: false, model: "claude-sonnet-5-5" });
});

test("control over HTTP: another scenario, the ledger, and a clear no to a wrong one", async () => {
  const fake = await spawnFakeProvider(join(folder.path, "ledger.jsonl"), instant);
  const client = clientOf(fake.url);
  await client.messages.create(params);
  const wrong = fake.change({ limits: { "*": { requestsPerMinute: 0 } } });
  await expect(wrong).rejects.toThrow("requestsPerMinute");
  await fake.change({ faults: [{ fault: { kind: "status", status: 529 } }] });
  await expect(client.messages.create(params)).rejects.toMatchObject({ status: 529 });
  expect(await fake.ledger(1)).toMatchObject([{ ordinal: 1, kind: "fault:status", status: 529 }]);
  await fake.stop();
  expect(await readLedger(join(folder.path, "ledger.jsonl"))).toHaveLength(2);
});

test("the file says what memory says, with many at once", async () => {
  const ledgerPath = join(folder.path, "ledger.jsonl");
  const fake = await startFakeProvider({ scenario: instant, ledgerPath });
  const client = clientOf(fake.url);
  await Promise.all(Array.from({ length: 100 }, () => client.messages.create(params)));
  const inMemory = await waitFor("the ends", async () => {
    const entries = await fake.ledger();
    return entries.every(({ completed }) => completed) && entries;
  });
  await fake.stop();
  const byOrdinal = (entries: LedgerEntry[]) => entries.toSorted((a, b) => a.ordinal - b.ordinal);
  const onDisk = await readLedger(ledgerPath);
  expect(byOrdinal(onDisk)).toEqual(byOrdinal(inMemory));
  expect(byOrdinal(onDisk).map(({ ordinal }) => ordinal)).toEqual([...Array(100).keys()]);
});

test("the same seed behaves the same, another one doesn't", async () => {
  const run = async (seed: number) => {
    const scenario: ScenarioInput = {
      ...instant,
      seed,
      faults: [{ fault: { kind: "status", status: 529 }, share: 0.3 }],
    };
    const fake = await startFakeProvider({ scenario });
    const client = clientOf(fake.url);
    const seen: unknown[] = [];
    for (let call = 0; call < 12; call += 1) {
      const content = await client.messages.create(params).then(
        (message) => message.content,
        (error: unknown) => (error as { status: number }).status,
      );
      seen.push(content);
    }
    await fake.stop();
    return seen;
  };
  const first = await run(11);
  expect(await run(11)).toEqual(first);
  expect(await run(12)).not.toEqual(first);
});
