import Anthropic, { APIError } from "@anthropic-ai/sdk";
import { createClient, optionsOf } from "./client.ts";
import { faultOf } from "./faults.ts";
import { toMessageParams } from "./request.ts";
import { toResponse } from "./response.ts";
import {
  type BatchCalls,
  type BatchOutcome,
  type BatchStatus,
  type CallWatch,
  type ListedBatch,
  ProviderError,
  type ProviderFault,
} from "../../port.ts";
import type { VendorSettings } from "../../vendor.ts";
import { vendorCall } from "../../vendor-call.ts";
import { withoutKey } from "../../vendor-faults.ts";

/** The results of a batch of the vendor's largest size. */
const MAX_RESULT_BYTES = 2 * 1024 ** 3;
/** As many as the vendor gives in one page. */
const LIST_PAGE = 100;

/**
 * Message Batches: half price, answered within 24 hours, results kept for 29 days. Source: the vendor's
 * batch guide. The ids of requests are ours; results name them, in any order.
 */
export function createBatchCalls(settings: VendorSettings, client: () => Anthropic): BatchCalls {
  const { label, apiKey } = settings;
  const call = <Result>(watch: CallWatch, batchId: string | null, run: () => Promise<Result>) =>
    vendorCall({
      label,
      apiKey,
      watch,
      faultOf: (error) => batchFault(error, label, batchId),
      run,
    });
  return {
    create: (requests, watch) =>
      call(watch, null, async () =>
        toStatus(
          await client().messages.batches.create(
            {
              requests: requests.map(({ id, request }) => ({
                custom_id: id,
                params: toMessageParams(request),
              })),
            },
            optionsOf(watch),
          ),
        ),
      ),
    retrieve: (batchId, watch) =>
      call(watch, batchId, async () =>
        toStatus(await client().messages.batches.retrieve(batchId, {}, optionsOf(watch))),
      ),
    cancel: (batchId, watch) =>
      call(watch, batchId, async () =>
        toStatus(await client().messages.batches.cancel(batchId, {}, optionsOf(watch))),
      ),
    results: (batchId, watch) => readResults(settings, batchId, watch),
    list: (watch) => listBatches(watch, client, (run) => call(watch, null, run)),
  };
}

/**
 * Ages are told by the vendor's clock (the `date` of its answer), so that a wrong clock here hides nothing.
 * Read by hand: the SDK's pages take a page of HTML for an empty list.
 */
async function* listBatches(
  watch: CallWatch,
  client: () => Anthropic,
  guarded: <Result>(run: () => Promise<Result>) => Promise<Result>,
): AsyncGenerator<ListedBatch> {
  let after: string | undefined;
  for (;;) {
    const query = { limit: LIST_PAGE, ...(after !== undefined && { after_id: after }) };
    const { page, listed } = await guarded(async () => {
      const { data, response } = await client()
        .get<Partial<BatchPage> | undefined>("/v1/messages/batches", {
          query,
          ...optionsOf(watch),
        })
        .withResponse();
      if (!Array.isArray(data?.data)) throw notABatch();
      const now = toDate(response.headers.get("date")) ?? new Date();
      return { page: data, listed: data.data.map((batch) => toListed(batch, now)) };
    });
    yield* listed;
    after = listed.at(-1)?.id;
    if (page.has_more !== true || after === undefined) return;
  }
}

type BatchPage = Pick<Anthropic.Messages.MessageBatchesPage, "data" | "has_more">;

function toListed(batch: Anthropic.Messages.MessageBatch, now: Date): ListedBatch {
  const status = toStatus(batch);
  const createdAt = toDate(batch.created_at);
  if (!createdAt) throw notABatch();
  const { processing, succeeded, failed } = status.counts;
  return {
    ...status,
    requests: processing + succeeded + failed,
    ageSeconds: (now.getTime() - createdAt.getTime()) / 1_000,
    isArchived: batch.archived_at !== null && batch.archived_at !== undefined,
  };
}

/**
 * Read at our own address: the link that a batch names could lead a key elsewhere.
 */
async function* readResults(
  settings: VendorSettings,
  batchId: string,
  watch: CallWatch,
): AsyncGenerator<BatchOutcome> {
  const { label, apiKey } = settings;
  const guarded = <Result>(run: () => Promise<Result>) =>
    vendorCall({
      label,
      apiKey,
      watch,
      faultOf: (error) => batchFault(error, label, batchId),
      run,
    });
  const lines = await guarded(async () => {
    const path = `/v1/messages/batches/${encodeURIComponent(batchId)}/results`;
    const options = optionsOf(watch);
    const response = await createClient(settings, MAX_RESULT_BYTES)
      .get(path, { ...options, headers: { ...options.headers, Accept: "application/binary" } })
      .asResponse();
    return linesOf(response);
  });
  let hasRead = false;
  let unreadable: ProviderFault | undefined;
  try {
    for (;;) {
      const next = await guarded(() => lines.next());
      if (next.done) break;
      const { text, isWhole } = next.value;
      const outcome = readLine(text, label, apiKey);
      // What breaks off at the end of all is the line's fault, and is asked for again.
      if (outcome.id === null && !isWhole) throw new ProviderError(outcome.fault);
      if (outcome.id === null) unreadable = outcome.fault;
      else hasRead = true;
      yield outcome;
    }
    // A page in their place is no result of anybody's.
    if (unreadable && !hasRead) throw new ProviderError(unreadable);
  } finally {
    // Who has read enough gives the rest up.
    await lines.return(undefined);
  }
}

async function* linesOf(response: Response): AsyncGenerator<{ text: string; isWhole: boolean }> {
  let rest = "";
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) if (text.trim() !== "") yield { text, isWhole: true };
  }
  if (rest.trim() !== "") yield { text: rest, isWhole: false };
}

const LONGEST_RAW = 2_000;

/** One line that can't be read, or isn't a result, keeps nobody from the others. */
function readLine(line: string, label: string, apiKey: string | null): BatchOutcome {
  try {
    const result: Anthropic.Messages.MessageBatchIndividualResponse = JSON.parse(line);
    if (typeof result.custom_id !== "string") throw new TypeError("it names no request");
    return toOutcome(result, label, apiKey);
  } catch {
    const fault: ProviderFault = {
      code: "garbled",
      message: `A result that ${label} gave of a batch can't be read. The results are kept there and asked for again.`,
      kind: "retryable",
      billed: "unknown",
      raw: { line: line.slice(0, LONGEST_RAW) },
    };
    return { id: null, response: null, fault: withoutKey(fault, apiKey) };
  }
}

const statusOfType: Record<string, number> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  rate_limit_error: 429,
  timeout_error: 504,
  overloaded_error: 529,
};

function toOutcome(
  { custom_id: id, result }: Anthropic.Messages.MessageBatchIndividualResponse,
  label: string,
  apiKey: string | null,
): BatchOutcome {
  if (result.type === "succeeded") {
    const rest = { providerRequestId: null, limits: null };
    return { id, response: toResponse(result.message, rest), fault: null };
  }
  if (result.type === "errored") {
    const status = statusOfType[result.error?.error?.type] ?? 500;
    const error = new APIError(status, result.error, undefined, new Headers());
    const fault = faultOf(error, { label, model: null });
    const providerRequestId = result.error?.request_id ?? null;
    return {
      id,
      response: null,
      fault: withoutKey({ ...(fault ?? unanswered("errored", label)), providerRequestId }, apiKey),
    };
  }
  return { id, response: null, fault: unanswered(result.type, label) };
}

/** None of these is billed. */
function unanswered(type: string, label: string): ProviderFault {
  const happened =
    {
      canceled: "was cancelled before it was written",
      expired: `wasn't reached by ${label} within its day`,
    }[type] ?? `wasn't answered by ${label}`;
  return {
    code: type === "canceled" ? "cancelled" : type,
    message: `This one ${happened}. Nothing was billed; it can be sent again.`,
    kind: "retryable",
    billed: "no",
    raw: { type },
  };
}

function batchFault(error: unknown, label: string, batchId: string | null): ProviderFault | null {
  const fault = faultOf(error, { label, model: null });
  if (batchId === null || fault?.status !== 404) return fault;
  return {
    ...fault,
    code: "not_there_yet",
    message: `${label} doesn't know this batch or its results yet, as happens just after it was created. It is asked again by itself.`,
    kind: "retryable",
  };
}

function toStatus(batch: Anthropic.Messages.MessageBatch): BatchStatus {
  if (typeof batch?.id !== "string") throw notABatch();
  const { processing, succeeded, errored, canceled, expired } = batch.request_counts;
  return {
    id: batch.id,
    hasEnded: batch.processing_status === "ended",
    isCancelling: batch.processing_status === "canceling",
    counts: { processing, succeeded, failed: errored + canceled + expired },
    expiresAt: toDate(batch.expires_at),
    endedAt: toDate(batch.ended_at),
  };
}

function notABatch(): ProviderError {
  return new ProviderError({
    code: "not_an_api",
    message:
      "This address answers, but not with a batch. Check that the address of this connection is the vendor's own, or write without batches.",
    kind: "needs_person",
    billed: "unknown",
  });
}

function toDate(text: string | null): Date | null {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}
