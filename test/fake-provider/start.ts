import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { handleAnthropic } from "./anthropic-routes.ts";
import type { Composer } from "./answers.ts";
import { createClock } from "./clock.ts";
import { changeScenario, type FakeState, handleControl, readEntries, stateOf } from "./control.ts";
import { Ledger, type LedgerEntry } from "./ledger.ts";
import { handleOpenAI } from "./openai-routes.ts";
import { PromptCache } from "./prompt-cache.ts";
import { receive } from "./receive.ts";
import { type ScenarioInput, scenarioSchema } from "./scenario.ts";
import { createFaultPicker } from "./schedule.ts";
import type { Exchange, World } from "./world.ts";

export interface FakeProviderOptions {
  scenario?: ScenarioInput;
  /** 0, the default, takes a free one. */
  port?: number;
  /** File of the ledger; without it the ledger is in memory alone. */
  ledgerPath?: string;
  /** Writes answers instead of the fake where it returns a text. */
  compose?: Composer;
}

export interface FakeProvider {
  /** http://127.0.0.1:<port>: Anthropic's base URL. */
  url: string;
  /** The base URL for OpenAI's SDK. */
  openaiUrl: string;
  /** The ledger in memory, with batches that have ended. */
  ledger: () => Promise<LedgerEntry[]>;
  state: () => FakeState;
  /** Changes parts of the scenario while it runs. */
  change: (scenario: ScenarioInput) => void;
  /** Ends all connections and closes the ledger. */
  stop: () => Promise<void>;
}

/** Starts a fake of both vendors on loopback. @throws ZodError for a scenario that isn't one. */
export async function startFakeProvider(options: FakeProviderOptions = {}): Promise<FakeProvider> {
  const scenario = scenarioSchema.parse(options.scenario ?? {});
  const clock = createClock(scenario.timeScale);
  const ledger = await Ledger.open(options.ledgerPath);
  const world: World = {
    scenario,
    clock,
    ledger,
    pickFault: createFaultPicker(scenario.seed, scenario.faults, 0),
    buckets: new Map(),
    cache: new PromptCache(),
    batches: new Map(),
    compose: options.compose,
    draws: 0,
    seen: new Map(),
    received: 0,
    url: "",
  };
  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const work = serve(world, request, response).finally(() => underWay.delete(work));
    underWay.add(work);
  });
  // A client's idle connection is never closed first: that race looks like a fault.
  Object.assign(server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", 4_096, resolve);
  });
  const { port } = server.address() as AddressInfo;
  world.url = `http://127.0.0.1:${port}`;
  return {
    url: world.url,
    openaiUrl: `${world.url}/v1`,
    ledger: () => readEntries(world),
    state: () => stateOf(world),
    change: (change) => changeScenario(world, change),
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await Promise.allSettled(underWay);
      await ledger.close();
    },
  };
}

async function serve(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const exchange = await receive(world, request, response);
  const { entry, outcome, url } = exchange;
  if (url.pathname.startsWith("/control/")) return handleControl(world, exchange);
  exchange.recorded = world.ledger.receive(entry);
  try {
    if (outcome.kind === undefined) await route(world, exchange);
  } catch (error) {
    // A fault of the fake's own: it has to be seen, not mistaken for a fault that was asked for.
    outcome.kind = `broken: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    response.destroy();
  }
  await exchange.recorded;
  await world.ledger.complete(entry, outcome);
}

function route(world: World, exchange: Exchange): Promise<void> {
  const { pathname } = exchange.url;
  const { headers } = exchange.request;
  const isAnthropic =
    pathname.startsWith("/v1/messages") ||
    headers["anthropic-version"] !== undefined ||
    headers["x-api-key"] !== undefined;
  return isAnthropic ? handleAnthropic(world, exchange) : handleOpenAI(world, exchange);
}
