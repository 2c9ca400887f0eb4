import type { MessageBatchResult } from "@anthropic-ai/sdk/resources/messages";
import { errorBody, errorOfStatus } from "./anthropic-errors.ts";
import { billedOf, buildMessage } from "./anthropic-stream.ts";
import { checkMessageParams } from "./anthropic-validate.ts";
import type { StoredBatch } from "./batches.ts";
import type { LedgerEntry } from "./ledger.ts";
import { costMicros, nothingBilled } from "./models.ts";
import { promptText } from "./prompt-cache.ts";
import { drawRequest } from "./schedule.ts";
import { sha256, type World } from "./world.ts";
import { writeAnswer } from "./write-answer.ts";
import { createRandom } from "#/lib/random.ts";

export interface BatchItem {
  customId: string;
  params: unknown;
  place: number;
  /** When it would be done, in seconds of the scenario. */
  doneAt: number;
}

/** How one request of a batch ends, and its line in the ledger. What isn't an answer costs nothing. */
export function settleItem(
  world: World,
  batch: StoredBatch,
  item: BatchItem,
  { expired, recorded }: { expired: boolean; recorded: Promise<void>[] },
): MessageBatchResult {
  const { scenario } = world;
  const id = `${batch.id}_${item.place}`;
  const body = JSON.stringify(item.params);
  const entry = entryOf(world, batch, item, { id, body });
  const note = (kind: string) => {
    recorded.push(world.ledger.receive(entry).then(() => world.ledger.complete(entry, { kind })));
  };
  const checked = checkMessageParams(item.params);
  if (!checked.ok) {
    note("rejected");
    return { type: "errored", error: errorBody(id, checked.error) };
  }
  const { params } = checked;
  const key = `batch ${batch.number}/${item.customId}`;
  const chance = createRandom(`${scenario.seed}/${key}/end`).next();
  if (chance < scenario.batches.errored) {
    note("errored");
    return { type: "errored", error: errorBody(id, errorOfStatus(500)) };
  }
  if (expired || chance < scenario.batches.errored + scenario.batches.expired) {
    note("expired");
    return { type: "expired" };
  }
  const draw = drawRequest(scenario.seed, key, scenario);
  const fault = world.pickFault(
    { endpoint: "messages", model: params.model, draw: null, key, body, earlier: 0 },
    item.doneAt,
  );
  if (fault?.kind === "status") {
    note("errored");
    return { type: "errored", error: errorBody(id, errorOfStatus(fault.status)) };
  }
  const prompt = promptText(params);
  const schema = params.output_config?.format?.schema ?? null;
  const answer = writeAnswer({
    request: {
      model: params.model,
      prompt,
      schema,
      outputTokens: draw.outputTokens,
      seed: draw.textSeed,
    },
    compose: world.compose,
    maxTokens: params.max_tokens,
    fault,
    count: scenario.countOutput,
  });
  const cached = world.cache.plan(batch.key, params, item.doneAt);
  cached.commit(item.doneAt);
  const input = cached.tokens;
  const message = buildMessage(id, params.model, answer, input, { fault, tier: "batch" });
  const billed = billedOf(input, answer.outputTokens);
  Object.assign(entry, {
    status: 200,
    inputTokens: input.plain + input.read + input.write5m + input.write1h,
    outputTokens: answer.outputTokens,
    billed,
    costMicros: costMicros(params.model, billed, true),
  });
  note("succeeded");
  return { type: "succeeded", message };
}

function entryOf(
  world: World,
  batch: StoredBatch,
  item: BatchItem,
  { id, body }: { id: string; body: string },
): LedgerEntry {
  const model = checkModel(item.params);
  return {
    id,
    ordinal: world.received++,
    draw: null,
    receivedAt: Date.now(),
    method: "BATCH",
    path: "/v1/messages",
    keyLast4: batch.key.slice(-4),
    model,
    requestHash: sha256(body),
    attempt: item.customId,
    kind: "pending",
    refused: false,
    status: null,
    firstByteAt: null,
    lastByteAt: null,
    clientGoneAt: null,
    inputTokens: 0,
    outputTokens: 0,
    billed: nothingBilled,
    costMicros: 0,
    batchId: batch.id,
    customId: item.customId,
    completed: false,
  };
}

function checkModel(params: unknown): string | null {
  const model =
    typeof params === "object" && params && "model" in params ? params.model : undefined;
  return typeof model === "string" ? model : null;
}
