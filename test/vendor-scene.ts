import { onTestFinished } from "vitest";
import { instant, type ScenarioInput } from "./fake-provider/scenario.ts";
import { type FakeProvider, startFakeProvider } from "./fake-provider/start.ts";
import {
  type CallWatch,
  ProviderError,
  type ProviderFault,
  type ProviderRequest,
} from "#/platform/llm/port.ts";
import { createAnthropicProvider } from "#/platform/llm/providers/anthropic/anthropic-provider.ts";
import type { VendorSettings } from "#/platform/llm/vendor.ts";

/** The watch of a call that nobody stops. */
export const watch = (rest: Partial<CallWatch> = {}): CallWatch => ({
  signal: new AbortController().signal,
  ...rest,
});

/** A conversation is asked for, with a system message that is long enough to be cached. */
export const vendorRequest: ProviderRequest = {
  model: "claude-sonnet-5-5",
  messages: [
    { role: "system", content: "You write conversations. ".repeat(200) },
    { role: "user", content: "Write one about a budget." },
  ],
  outputSchema: {
    type: "object",
    properties: {
      messages: {
        type: "array",
        minItems: 4,
        items: {
          type: "object",
          properties: {
            role: { type: "string", enum: ["user", "assistant"] },
            content: { type: "string", minLength: 1 },
          },
          required: ["role", "content"],
        },
      },
    },
    required: ["messages"],
  },
  maxOutputTokens: 8_000,
  material: {},
};

export const vendorSettings = (
  label: string,
  baseUrl: string,
  apiKey: string | null = "fake-key-good",
): VendorSettings => ({
  id: "connection-1",
  label,
  apiKey,
  baseUrl,
  isPrivateAllowed: true,
  models: [],
});

/** The fault of a call that has to fail. */
export async function faultOf(work: Promise<unknown> | undefined): Promise<ProviderFault> {
  const error = await Promise.resolve(work).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderError)) throw new Error(`not a fault: ${String(error)}`);
  return error.fault;
}

/** The fake of both vendors, at once and without limits unless told, for as long as the test runs. */
export async function startFake(scenario: ScenarioInput = {}): Promise<FakeProvider> {
  const fake = await startFakeProvider({ scenario: { ...instant, ...scenario } });
  onTestFinished(() => fake.stop());
  return fake;
}

/** Another program with the same key has a batch of so many requests made. @returns its name. */
export async function makeForeign({ url }: FakeProvider, requests: number): Promise<string> {
  const { batches } = createAnthropicProvider(vendorSettings("Other", url));
  if (!batches) throw new Error("no batches");
  const ids = Array.from({ length: requests }, (_, place) => `other-${place}`);
  const made = await batches.create(
    ids.map((id) => ({ id, request: vendorRequest })),
    watch(),
  );
  return made.id;
}
