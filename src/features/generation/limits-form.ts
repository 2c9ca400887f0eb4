import { readDollars, readWhole } from "./generate-form.ts";
import { type BatchProgress, MOST_CONCURRENT } from "#/core/generation/schema.ts";

/** The two limits of a run under way, as typed. */
export interface LimitsForm {
  stopAt: string;
  atATime: string;
}

/** The limits as they stand, to the last digit: what nobody touched must not read as another amount. */
export function limitsOf({
  capMicros,
  concurrency,
}: Pick<BatchProgress, "capMicros" | "concurrency">): LimitsForm {
  return {
    stopAt: capMicros === null ? "" : dollars(capMicros),
    atATime: concurrency?.toString() ?? "",
  };
}

/** What was edited, and what is wrong with it. */
export interface ReadLimits {
  /** Only what was edited: somebody else may have changed the other one meanwhile. */
  change: { capMicros?: number | null; concurrency?: number };
  /** The stop amount as it reads now. */
  capMicros: number | undefined;
  errors: Partial<Record<keyof LimitsForm, string>>;
}

/** @param before what the fields held when they were opened. */
export function readLimits(before: LimitsForm, form: LimitsForm): ReadLimits {
  const errors: ReadLimits["errors"] = {};
  const change: ReadLimits["change"] = {};
  const cap = readDollars(form.stopAt);
  if (form.stopAt.trim() !== before.stopAt) {
    if (typeof cap === "string") errors.stopAt = cap;
    else change.capMicros = cap ?? null;
  }
  if (form.atATime.trim() !== before.atATime) {
    const number = readWhole(
      form.atATime,
      MOST_CONCURRENT,
      `At most ${MOST_CONCURRENT} at a time; the provider's own limits are kept whatever stands here.`,
    );
    if (typeof number === "number") change.concurrency = number;
    else errors.atATime = number ?? "Enter 1 or more.";
  }
  return { change, capMicros: typeof cap === "number" ? cap : undefined, errors };
}

/** "5.00", "5.125": in cents, or as exact as it is. */
function dollars(micros: number): string {
  const exact = (micros / 1_000_000).toFixed(6);
  return exact.replace(/0{1,4}$/, "");
}
