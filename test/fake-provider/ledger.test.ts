import { spawn } from "node:child_process";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Anthropic from "@anthropic-ai/sdk";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LedgerEntry, readLedger } from "./ledger.ts";
import { instant, type ScenarioInput } from "./scenario.ts";
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

/** The fake as a process of its own. */
async function spawnFake(ledgerPath: string, scenario: ScenarioInput) {
  const file = join(folder.path, "scenario.json");
  await writeFile(file, JSON.stringify(scenario));
  const child = spawn(process.execPath, [
    join(import.meta.dirname, "main.ts"),
    ...["--ledger", ledgerPath, "--scenario", file, "--seed", "5"],
  ]);
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const lines = createInterface(child.stdout);
  const line = await new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    child.once("close", () => reject(new Error("The fake ended before it gave its address.")));
  });
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    kill: async (signal: NodeJS.Signals) => {
      child.kill(signal);
      await closed;
    },
  };
}

test("a process of its own: what was answered and what was under way is on the disk after a SIGKILL", async () => {
  const path = join(folder.path, "ledger.jsonl");
  const fake = await spawnFake(path, {
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
  const seen = () =>
    fetch(`${fake.url}/control/state`).then(
      (answer) => answer.json() as Promise<{ inFlight: number }>,
    );
  await waitFor("the call that hangs", async () => (await seen()).inFlight === 1);
  await waitFor("its line", async () => (await readLedger(path)).length === 6);
  await fake.kill("SIGKILL");
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
  const fake = await spawnFake(join(folder.path, "ledger.jsonl"), instant);
  const post = (body: object) =>
    fetch(`${fake.url}/control/scenario`, { method: "POST", body: JSON.stringify(body) });
  const client = clientOf(fake.url);
  await client.messages.create(params);
  expect((await post({ limits: { "*": { requestsPerMinute: 0 } } })).status).toBe(400);
  expect((await post({ faults: [{ fault: { kind: "status", status: 529 } }] })).status).toBe(200);
  await expect(client.messages.create(params)).rejects.toMatchObject({ status: 529 });
  const answer = await fetch(`${fake.url}/control/ledger?from=1`);
  expect(await answer.json()).toMatchObject([{ ordinal: 1, kind: "fault:status", status: 529 }]);
  await fake.kill("SIGTERM");
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
