import { APIError } from "openai";
import { limitsOf } from "./limits.ts";
import type { ProviderFault } from "../../port.ts";
import { faultOfStatus, person, saidBy, wrappedFault } from "../../vendor-faults.ts";

/** Whose call failed, for the sentence. */
export interface FaultScene {
  label: string;
  /** Null for calls that name no model. */
  model: string | null;
}

/** What an error of the SDK means; null for one that nobody foresaw. */
export function faultOf(error: unknown, scene: FaultScene): ProviderFault | null {
  const wrapped = wrappedFault(error);
  if (wrapped) return wrapped;
  if (error instanceof SyntaxError) return garbled(scene.label);
  if (!(error instanceof APIError)) return null;
  if (error.status === undefined) {
    if (error.error === undefined) return null;
    return faultOfErrorBody(error.error, error.headers, scene);
  }
  return faultOfAnswer(error.status, error.error, error.headers, scene, error.message);
}

/** An `error` body that came with the status 200, whole or in the middle of a stream. */
export function faultOfErrorBody(
  body: unknown,
  headers: Headers | undefined,
  scene: FaultScene,
): ProviderFault {
  const { code } = read(body);
  const status = Number(code);
  const isStatus = Number.isInteger(status) && status >= 400 && status <= 599;
  const { status: _, ...fault } = faultOfAnswer(isStatus ? status : 502, body, headers, scene, "");
  return { ...fault, billed: "unknown" };
}

function faultOfAnswer(
  status: number,
  body: unknown,
  headers: Headers | undefined,
  scene: FaultScene,
  message: string,
): ProviderFault {
  const { words, code, type } = read(body);
  const fault = faultOfStatus({
    ...scene,
    status,
    headers,
    words,
    isApiBody: words !== "" || code !== "" || type !== "",
    limits: limitsOf(headers),
    providerRequestId: headers?.get("x-request-id") ?? null,
    raw: { status, body: body ?? message.slice(0, 2_000) },
  });
  const special = specialMeaning(status, body, scene);
  if (!special) return fault;
  const { retryAfterSeconds: _, ...rest } = fault;
  return { ...rest, ...special };
}

/** Causes that the status alone doesn't tell. */
function specialMeaning(status: number, body: unknown, { label, model }: FaultScene) {
  const { code, type, words } = read(body);
  if (code === "insufficient_quota" || type === "insufficient_quota") {
    return person(
      "no_credit",
      `The account at ${label} has no credit left or has reached its spending limit. Top it up or raise the limit there.`,
    );
  }
  const isModelUnknown =
    code === "model_not_found" || /model.{0,80}(not found|does not exist|not exist)/i.test(words);
  if (model !== null && isModelUnknown && (status === 400 || status === 404)) {
    return person(
      "unknown_model",
      `${label} doesn't know the model "${model}". Choose one that it offers on the Writers page; on a server of your own it may have to be loaded first.`,
    );
  }
  const isTooLong =
    code === "context_length_exceeded" ||
    /context (length|window|size)|maximum context/i.test(words);
  if (isTooLong && (status === 400 || status === 413 || status === 500)) {
    return person(
      "prompt_too_long",
      `The prompt is longer than the model can read.${saidBy(words)} Choose fewer or shorter passages, or give the model more context on its server.`,
    );
  }
  return null;
}

/** Whether a server refused the way in which the schema was sent, so that words may do. */
export function isSchemaRefusal(error: unknown): boolean {
  if (!(error instanceof APIError) || error.headers === undefined) return false;
  if (error.status !== 400 && error.status !== 422) return false;
  const { words } = read(error.error);
  const told = `${words} ${error.param ?? ""} ${error.message}`;
  return /response_format|json_schema|structured output|schema|grammar/i.test(told);
}

function read(body: unknown): { code: string; type: string; words: string } {
  if (typeof body === "string") return { code: "", type: "", words: body };
  const fields: Record<string, unknown> =
    typeof body === "object" && body !== null ? { ...body } : {};
  const text = (value: unknown) =>
    typeof value === "string" || typeof value === "number" ? String(value) : "";
  // FastAPI's own answer for a path that it doesn't have is no word of a model server's.
  const detail = fields.detail === "Not Found" ? "" : text(fields.detail);
  return {
    code: text(fields.code),
    type: text(fields.type),
    words: text(fields.message) || detail,
  };
}

function garbled(label: string): ProviderFault {
  return {
    code: "garbled",
    message: `${label} sent something that can't be read. What had arrived is kept, and the money counts as spent.`,
    kind: "retryable",
    billed: "unknown",
  };
}
