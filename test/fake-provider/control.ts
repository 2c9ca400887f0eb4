import type { Exchange, World } from "./world.ts";
import type { LedgerEntry } from "./ledger.ts";
import { deliver } from "./deliver.ts";
import { settleBatches } from "./batches.ts";
import { isObject } from "./fill-schema.ts";
import { type ScenarioInput, scenarioSchema } from "./scenario.ts";
import { createFaultPicker } from "./schedule.ts";

export interface FakeState {
  received: number;
  draws: number;
  inFlight: number;
  /** Seconds of the scenario since the start. */
  now: number;
}

/**
 * Changes what is named and leaves the rest. New faults begin their windows and counts anew; new limits
 * begin with full buckets. Calls under way keep what was drawn for them.
 * @throws ZodError for a description that isn't one.
 */
export function changeScenario(world: World, change: ScenarioInput): void {
  const scenario = scenarioSchema.parse({ ...world.scenario, ...change });
  const { clock } = world;
  const at = clock.now();
  world.scenario = scenario;
  clock.setScale(scenario.timeScale);
  if (change.faults || change.seed !== undefined) {
    world.pickFault = createFaultPicker(scenario.seed, scenario.faults, at);
  }
  if (change.limits || change.tier) world.buckets.clear();
}

export async function readEntries(world: World): Promise<LedgerEntry[]> {
  await settleBatches(world);
  return world.ledger.entries;
}

export function stateOf(world: World): FakeState {
  return {
    received: world.received,
    draws: world.draws,
    inFlight: world.ledger.entries.filter(({ completed }) => !completed).length,
    now: world.clock.now(),
  };
}

/** GET /control/ledger (?from=<ordinal>), GET /control/state, POST /control/scenario. Not in the ledger. */
export async function handleControl(world: World, exchange: Exchange): Promise<void> {
  const { pathname, searchParams } = exchange.url;
  const asked = `${exchange.request.method ?? "GET"} ${pathname}`;
  switch (asked) {
    case "GET /control/ledger": {
      const from = Number(searchParams.get("from") ?? 0);
      const entries = await readEntries(world);
      return reply(
        world,
        exchange,
        200,
        entries.filter(({ ordinal }) => ordinal >= from),
      );
    }
    case "GET /control/state":
      return reply(world, exchange, 200, stateOf(world));
    case "POST /control/scenario":
      try {
        if (!isObject(exchange.json)) throw new Error("The body has to be a scenario as JSON.");
        changeScenario(world, exchange.json);
      } catch (error) {
        return reply(world, exchange, 400, { error: String(error) });
      }
      return reply(world, exchange, 200, stateOf(world));
    default:
      return reply(world, exchange, 404, { error: `There is no ${asked}.` });
  }
}

async function reply(
  world: World,
  exchange: Exchange,
  status: number,
  body: object,
): Promise<void> {
  await deliver(exchange, world.clock, {
    status,
    headers: { "content-type": "application/json" },
    pieces: [JSON.stringify(body)],
    firstByte: 0,
    lastByte: 0,
  });
}
