import type {
  BatchCreateParams,
  DeletedMessageBatch,
  MessageBatch,
  MessageBatchIndividualResponse,
  MessageBatchResult,
} from "@anthropic-ai/sdk/resources/messages";
import { invalid, moneyError, notFound } from "./anthropic-errors.ts";
import { anthropicHeaders, playFault, sendError, sendJson } from "./anthropic-headers.ts";
import { type BatchItem, settleItem } from "./batch-items.ts";
import { deliver } from "./deliver.ts";
import { isObject } from "./fill-schema.ts";
import { pageOf } from "./page.ts";
import type { Fault } from "./scenario.ts";
import { type Exchange, faultOf, type World } from "./world.ts";
import { createRandom } from "#/lib/random.ts";

const MAX_REQUESTS = 100_000;

export interface StoredBatch {
  id: string;
  number: number;
  key: string;
  /** Seconds of the scenario. */
  createdAt: number;
  endsAt: number;
  cancelledAt: number | null;
  items: BatchItem[];
  /** Lines of the results, in the order in which they are given; null until the batch ended. */
  results: MessageBatchIndividualResponse[] | null;
}

/** Create, retrieve, list, results, cancel and delete. */
export async function handleBatches(world: World, exchange: Exchange): Promise<void> {
  const fault = faultOf(world, exchange, "batches");
  if (fault && (await playFault(world, exchange, fault))) return;
  const [id, verb] = exchange.url.pathname.split("/").slice(4);
  const method = exchange.request.method ?? "GET";
  exchange.outcome.kind = "batch";
  if (id === undefined || id === "") {
    return method === "POST" ? createBatch(world, exchange, fault) : listBatches(world, exchange);
  }
  const batch = world.batches.get(id);
  const isYoung =
    batch !== undefined &&
    world.clock.now() - batch.createdAt < world.scenario.batches.notFoundSeconds;
  if (!batch || batch.key !== exchange.key || isYoung) {
    exchange.outcome.kind = "rejected";
    return sendError(world, exchange, notFound(`Message batch ${id} not found.`));
  }
  exchange.outcome.batchId = batch.id;
  await settle(world, batch);
  if (method === "GET" && verb === undefined) return answer(world, exchange, show(world, batch));
  if (method === "GET" && verb === "results") return sendResults(world, exchange, batch, fault);
  if (method === "POST" && verb === "cancel") return cancelBatch(world, exchange, batch);
  if (method === "DELETE" && verb === undefined) return deleteBatch(world, exchange, batch);
  return sendError(world, exchange, notFound("Not found"));
}

/** A connection that is reset in the middle of the answer, or a gateway's page, leaves a batch behind. */
async function createBatch(world: World, exchange: Exchange, fault: Fault | null): Promise<void> {
  const money = moneyError(world, exchange);
  const requests = isObject(exchange.json) ? exchange.json["requests"] : undefined;
  const wrong = money ?? faultOfRequests(requests);
  if (wrong) {
    exchange.outcome.kind = "rejected";
    return sendError(world, exchange, wrong);
  }
  const { clock, scenario } = world;
  const number = world.batches.size + 1;
  const createdAt = clock.now();
  const random = createRandom(`${scenario.seed}/batch ${number}`);
  const batch: StoredBatch = {
    id: `msgbatch_${String(number).padStart(6, "0")}${exchange.entry.id.slice(-8)}`,
    number,
    key: exchange.key,
    createdAt,
    endsAt: createdAt + Math.min(scenario.batches.seconds, scenario.batches.daySeconds),
    cancelledAt: null,
    // What stands in `params` is looked at when its turn comes.
    items: (requests as BatchCreateParams.Request[]).map(({ custom_id, params }, place) => ({
      customId: custom_id,
      params,
      place,
      doneAt: createdAt + random.next() * scenario.batches.seconds,
    })),
    results: null,
  };
  world.batches.set(batch.id, batch);
  exchange.outcome.batchId = batch.id;
  await answer(world, exchange, show(world, batch), fault);
}

function faultOfRequests(requests: unknown) {
  if (!Array.isArray(requests)) return invalid("requests: Field required");
  if (requests.length === 0) return invalid("requests: at least one request is required");
  if (requests.length > MAX_REQUESTS) {
    return invalid(`requests: at most ${MAX_REQUESTS} requests are allowed`);
  }
  const seen = new Set<string>();
  for (const [place, request] of requests.entries()) {
    const id: unknown = isObject(request) ? request["custom_id"] : undefined;
    if (typeof id !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(id)) {
      return invalid(
        `requests.${place}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'`,
      );
    }
    if (seen.has(id)) {
      return invalid(`requests.${place}.custom_id: Duplicate custom_id '${id}'`);
    }
    seen.add(id);
    if (!isObject(request) || !isObject(request["params"])) {
      return invalid(`requests.${place}.params: Field required`);
    }
  }
  return null;
}

/** Makes the results when the batch's time has come; each one is an entry of the ledger. */
async function settle(world: World, batch: StoredBatch): Promise<void> {
  if (batch.results || world.clock.now() < batch.endsAt) return;
  const lines: MessageBatchIndividualResponse[] = [];
  const recorded: Promise<void>[] = [];
  for (const item of batch.items) {
    const cancelled = batch.cancelledAt !== null && item.doneAt > batch.cancelledAt;
    const result: MessageBatchResult = cancelled
      ? { type: "canceled" }
      : settleItem(world, batch, item, { expired: item.doneAt > batch.endsAt, recorded });
    lines.push({ custom_id: item.customId, result });
  }
  batch.results = createRandom(`${world.scenario.seed}/batch ${batch.number}/order`).shuffle(lines);
  await Promise.all(recorded);
}

/** Settles every batch whose time has come, so that the ledger is whole. */
export async function settleBatches(world: World): Promise<void> {
  for (const batch of world.batches.values()) await settle(world, batch);
}

function show(world: World, batch: StoredBatch): MessageBatch {
  const date = (at: number) => world.clock.date(at, world.scenario.headerClock).toISOString();
  const hasEnded = batch.results !== null;
  const count = (type: MessageBatchResult["type"]) =>
    batch.results?.filter(({ result }) => result.type === type).length ?? 0;
  return {
    id: batch.id,
    type: "message_batch",
    processing_status: hasEnded
      ? "ended"
      : batch.cancelledAt === null
        ? "in_progress"
        : "canceling",
    request_counts: {
      processing: hasEnded ? 0 : batch.items.length,
      succeeded: count("succeeded"),
      errored: count("errored"),
      canceled: count("canceled"),
      expired: count("expired"),
    },
    created_at: date(batch.createdAt),
    expires_at: date(batch.createdAt + world.scenario.batches.daySeconds),
    ended_at: hasEnded ? date(batch.endsAt) : null,
    cancel_initiated_at: batch.cancelledAt === null ? null : date(batch.cancelledAt),
    archived_at: null,
    results_url: hasEnded ? `${world.url}/v1/messages/batches/${batch.id}/results` : null,
  };
}

async function listBatches(world: World, exchange: Exchange): Promise<void> {
  await settleBatches(world);
  const { notFoundSeconds } = world.scenario.batches;
  const own = [...world.batches.values()]
    .filter(({ key, createdAt }) => {
      return key === exchange.key && world.clock.now() - createdAt >= notFoundSeconds;
    })
    .reverse()
    .map((batch) => show(world, batch));
  await answer(
    world,
    exchange,
    pageOf(own, exchange.url.searchParams, ({ id }) => id),
  );
}

async function sendResults(
  world: World,
  exchange: Exchange,
  batch: StoredBatch,
  fault: Fault | null,
): Promise<void> {
  if (!batch.results) {
    exchange.outcome.kind = "rejected";
    return sendError(world, exchange, notFound(`Message batch ${batch.id} has no results yet.`));
  }
  const reply = {
    status: 200,
    headers: { ...anthropicHeaders(world, exchange), "content-type": "application/x-jsonl" },
    pieces: cutLine(
      batch.results.map((line) => `${JSON.stringify(line)}\n`),
      fault,
    ),
    firstByte: 0,
    lastByte: 0,
  };
  await deliver(exchange, world.clock, reply, fault);
}

function cutLine(lines: string[], fault: Fault | null): string[] {
  if (fault?.kind !== "cut-line") return lines;
  const cut = (line: string) => line.slice(0, Math.floor(line.length / 2));
  const [first = "", last = ""] = [lines[0], lines.at(-1)];
  return fault.which === "first"
    ? [`${cut(first)}\n`, ...lines.slice(1)]
    : [...lines.slice(0, -1), cut(last)];
}

async function cancelBatch(world: World, exchange: Exchange, batch: StoredBatch): Promise<void> {
  if (batch.results) {
    exchange.outcome.kind = "rejected";
    return sendError(
      world,
      exchange,
      invalid(`Batch ${batch.id} cannot be canceled because it has ended.`),
    );
  }
  if (batch.cancelledAt === null) {
    const now = world.clock.now();
    batch.cancelledAt = now;
    batch.endsAt = Math.min(batch.endsAt, now + world.scenario.batches.cancelSeconds);
  }
  await answer(world, exchange, show(world, batch));
}

async function deleteBatch(world: World, exchange: Exchange, batch: StoredBatch): Promise<void> {
  if (!batch.results) {
    exchange.outcome.kind = "rejected";
    return sendError(
      world,
      exchange,
      invalid(`Batch ${batch.id} cannot be deleted while it is in progress.`),
    );
  }
  world.batches.delete(batch.id);
  const deleted: DeletedMessageBatch = { id: batch.id, type: "message_batch_deleted" };
  await answer(world, exchange, deleted);
}

/** With the date of the same clock as the dates inside. */
async function answer(
  world: World,
  exchange: Exchange,
  body: object,
  fault: Fault | null = null,
): Promise<void> {
  const { clock, scenario } = world;
  const date = clock.date(clock.now(), scenario.headerClock).toUTCString();
  const headers = { ...anthropicHeaders(world, exchange), date };
  if (fault?.kind !== "reset-mid-stream" && fault?.kind !== "page") {
    return sendJson(world, exchange, 200, body, headers);
  }
  exchange.outcome.kind = `fault:${fault.kind}`;
  if (fault.kind === "page") {
    const page = { status: fault.status, headers: { "content-type": "text/html" } };
    const html = ["<!doctype html><html><body>No answer in time</body></html>"];
    return void (await deliver(exchange, clock, {
      ...page,
      pieces: html,
      firstByte: 0,
      lastByte: 0,
    }));
  }
  const reply = { status: 200, headers, pieces: [JSON.stringify(body)], firstByte: 0, lastByte: 0 };
  await deliver(exchange, clock, reply, fault);
}
