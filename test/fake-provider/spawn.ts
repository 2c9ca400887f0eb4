import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { FakeState } from "./control.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { ScenarioInput } from "./scenario.ts";

export interface SpawnedFake {
  url: string;
  openaiUrl: string;
  ledger: (from?: number) => Promise<LedgerEntry[]>;
  state: () => Promise<FakeState>;
  change: (scenario: ScenarioInput) => Promise<void>;
  /** SIGTERM unless another signal is named; resolves when the process has ended. */
  stop: (signal?: NodeJS.Signals) => Promise<void>;
}

/** The fake as a process of its own, for tests that kill other processes. The scenario's file stands beside the ledger's. */
export async function spawnFakeProvider(
  ledgerPath: string,
  scenario: ScenarioInput = {},
): Promise<SpawnedFake> {
  const file = `${ledgerPath}.scenario.json`;
  await writeFile(file, JSON.stringify(scenario));
  const program = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, [program, "--ledger", ledgerPath, "--scenario", file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const lines = createInterface(child.stdout);
  const line = await new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    child.once("close", () => reject(new Error("The fake ended before it gave its address.")));
  });
  const { url, openaiUrl } = JSON.parse(line) as { url: string; openaiUrl: string };
  return {
    url,
    openaiUrl,
    ledger: (from = 0) => ask<LedgerEntry[]>(`${url}/control/ledger?from=${from}`),
    state: () => ask<FakeState>(`${url}/control/state`),
    change: async (next) => {
      await ask(`${url}/control/scenario`, { method: "POST", body: JSON.stringify(next) });
    },
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      await closed;
    },
  };
}

async function ask<Answer>(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const body = await response.text();
  if (!response.ok) throw new Error(`The fake answered ${response.status}: ${body}`);
  return JSON.parse(body) as Answer;
}
