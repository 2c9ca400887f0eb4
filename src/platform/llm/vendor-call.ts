import { type CallWatch, ProviderError, type ProviderFault, type ProviderUsage } from "./port.ts";
import { withoutKey } from "./vendor-faults.ts";

/** What had come before a call ended badly. */
export interface ArrivedBefore {
  partial: { text: string; usage: ProviderUsage | null };
  told: Pick<ProviderFault, "providerRequestId" | "limits">;
}

/**
 * Runs one call of an SDK and turns whatever goes wrong into a ProviderError: with the text and usage that
 * had arrived, and without the key. A stop by the signal is thrown as the signal's reason when nothing had
 * arrived yet, else as the fault "stopped" with the reason as its cause. What nobody foresaw goes through.
 */
export async function vendorCall<Result>({
  label,
  apiKey,
  watch,
  arrived,
  faultOf,
  run,
}: {
  label: string;
  apiKey: string | null;
  watch: CallWatch;
  arrived?: () => ArrivedBefore;
  faultOf: (error: unknown) => ProviderFault | null;
  run: () => Promise<Result>;
}): Promise<Result> {
  try {
    watch.signal.throwIfAborted();
    return await run();
  } catch (error) {
    const before = arrived?.();
    const partial = before?.partial;
    const isBegun = partial !== undefined && (partial.text !== "" || partial.usage !== null);
    if (watch.signal.aborted && !isBegun) throw watch.signal.reason;
    const fault = watch.signal.aborted ? stopped(label) : faultOf(error);
    if (!fault) throw error;
    const whole = new ProviderError(
      withoutKey(
        {
          ...before?.told,
          ...fault,
          ...(isBegun ? { partial, billed: "unknown" as const } : {}),
        },
        apiKey,
      ),
    );
    if (watch.signal.aborted) whole.cause = watch.signal.reason;
    throw whole;
  }
}

function stopped(label: string): ProviderFault {
  return {
    code: "stopped",
    message: `The call was stopped while ${label} was writing. What had arrived is kept, and the money counts as spent.`,
    kind: "retryable",
    billed: "unknown",
  };
}

const LONGEST_RAW = 2_000;

/** The beginning of a body that isn't what was asked for, for the record. Leaves the rest unread. */
export async function beginningOf(response: Response): Promise<string> {
  let text = "";
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    // Leaving the loop gives the rest up.
    if (text.length >= LONGEST_RAW) break;
  }
  return text.slice(0, LONGEST_RAW);
}
