import type { z } from "zod";
import { callModel } from "./call-model.ts";
import { LIST_SECONDS, sentenceOf } from "./list-models.ts";
import { requireWorkingConnection } from "./require-working-connection.ts";
import type { OpenedConnection } from "../writers/open-connection.ts";
import { createProviders, type Providers } from "../writers/registry.ts";
import { storeCheck } from "../writers/store-check.ts";
import { type CheckFailure, type ConnectionTest, testConnectionInput } from "../writers/schema.ts";
import { authorise, type Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { getProject } from "../projects/get-project.ts";
import { formatCounted } from "#/lib/format.ts";
import { type ListedModel, type ModelInfo, ProviderError } from "#/platform/llm/port.ts";

/** On the record, such calls are told apart by it. */
const PURPOSE = "connection_test";
const CALL_SECONDS = 120;
const ANSWER_TOKENS = 64;
/** About 7,000 tokens: as long as a conversation's prompt, so that a server which cuts it shows here. */
const PADDING_LINES = 600;

type Step = ConnectionTest["steps"][number];

/**
 * Tries a connection: asks for the list of models, then makes one call of a few words, which stands on the
 * project's record like every other. Works before terms are accepted: nothing of the project is sent.
 * What was found is kept with the connection.
 * @throws notFound; unavailable where the key can't be opened
 */
export async function testConnection({
  ctx,
  providers,
  input,
}: {
  ctx: Context;
  providers: Providers;
  input: z.input<typeof testConnectionInput>;
}): Promise<ConnectionTest> {
  authorise(ctx, "manage");
  const { connectionId, projectId, model } = parseInput(testConnectionInput, input);
  await getProject({ ctx, input: { projectId } });
  const opened = await requireWorkingConnection({ ctx, providers, connectionId });
  const reached = await reach(opened);
  const called: Outcome = reached.failure
    ? { step: skipped("No call was made.") }
    : await call({ ctx, opened, projectId, model, listed: reached.listed ?? null });
  const failure = reached.failure ?? called.failure ?? null;
  const result = { steps: [reached.step, called.step], failure };
  await storeCheck({ ctx, connectionId, name: opened.row.name, failure });
  return result;
}

interface Outcome {
  step: Step;
  failure?: CheckFailure;
}

async function reach({
  provider,
}: OpenedConnection): Promise<Outcome & { listed?: ListedModel[] }> {
  if (!provider.listModels)
    return { step: { ...skipped("It has no list of models."), step: "reach" } };
  try {
    const listed = await provider.listModels({ signal: AbortSignal.timeout(LIST_SECONDS * 1000) });
    const message = `The server answers and offers ${formatCounted(listed.length, "model")}.`;
    return { step: { step: "reach", state: "passed", message }, listed };
  } catch (error) {
    // Some servers have no such list; whether they write is shown by the call.
    if (error instanceof ProviderError && error.fault.code === "not_found") {
      return { step: { ...skipped("The server has no list of models."), step: "reach" } };
    }
    const code = error instanceof ProviderError ? error.fault.code : "unreachable";
    return failed("reach", code, sentenceOf(error));
  }
}

async function call({
  ctx,
  opened,
  projectId,
  model: wanted,
  listed,
}: {
  ctx: Context;
  opened: OpenedConnection;
  projectId: string;
  model: string | undefined;
  listed: ListedModel[] | null;
}): Promise<Outcome> {
  const { provider, models, row } = opened;
  const model = wanted ? models.find((each) => each.model === wanted) : cheapest(models, listed);
  if (!model) {
    return {
      step: skipped(
        wanted
          ? `The model "${wanted}" has no price yet. Enter it, then one call is made.`
          : "No model has a price yet. Choose one and enter its price, then one call is made.",
      ),
    };
  }
  const { response, failure } = await callModel({
    ctx,
    // Under the connection's own id, past the question of terms: this prompt holds nothing of the project.
    providers: createProviders([provider]),
    input: {
      projectId,
      purpose: PURPOSE,
      provider: provider.id,
      request: {
        model: model.model,
        messages: [
          { role: "system", content: systemText(row.isPrivateAllowed) },
          { role: "user", content: "Answer with the single word: ready" },
        ],
        outputSchema: null,
        maxOutputTokens: ANSWER_TOKENS,
        material: {},
      },
      parameters: { why: "the connection is tried" },
    },
    signal: AbortSignal.timeout(CALL_SECONDS * 1000),
  });
  if (failure) return failed("call", failure.code, failure.message);
  const tokens = response.usage
    ? `${formatCounted(response.usage.inputTokens + response.usage.cacheReadTokens, "token")} in, ${response.usage.outputTokens} out`
    : "it reports no usage, so tokens are estimated";
  const message = `${model.label} answered (${tokens}).`;
  return { step: { step: "call", state: "passed", message } };
}

function systemText(isOwnServer: boolean): string {
  const check = "This is a test of a connection.";
  if (!isOwnServer) return check;
  const lines = Array.from(
    { length: PADDING_LINES },
    (_, line) => `Line ${line + 1} only makes this text as long as a usual prompt.`,
  );
  return [check, ...lines].join("\n");
}

/** The cheapest model with a price that the account offers, as far as it says what it offers. */
function cheapest(
  models: readonly ModelInfo[],
  listed: ListedModel[] | null,
): ModelInfo | undefined {
  const names = new Set(listed?.map(({ model }) => model));
  const offered = models.filter(({ model }) => names.has(model));
  const [first] = (offered.length > 0 ? offered : models).toSorted(
    (left, right) => left.prices.output - right.prices.output,
  );
  return first;
}

const fields: Record<string, CheckFailure["field"]> = {
  wrong_key: "apiKey",
  forbidden: "apiKey",
  no_credit: "apiKey",
  unknown_model: "model",
  prompt_cut: "model",
  bad_address: "baseUrl",
  key_in_address: "baseUrl",
  forbidden_address: "baseUrl",
  private_address: "baseUrl",
  not_encrypted: "baseUrl",
  redirected: "baseUrl",
  not_an_api: "baseUrl",
  not_found: "baseUrl",
  unknown_host: "baseUrl",
  unreachable: "baseUrl",
  bad_certificate: "baseUrl",
};

function failed(
  step: Step["step"],
  code: string,
  message: string,
): Outcome & { failure: CheckFailure } {
  return {
    step: { step, state: "failed", message },
    failure: { code, message, field: fields[code] ?? null },
  };
}

function skipped(message: string): Step {
  return { step: "call", state: "skipped", message };
}
