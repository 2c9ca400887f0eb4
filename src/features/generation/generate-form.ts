import { MOST_CONCURRENT, type Estimate } from "#/core/generation/schema.ts";
import type { WriterName } from "#/core/writers/schema.ts";
import { formatCount, formatCounted, formatMoney } from "#/lib/format.ts";

/** What the dialog's fields hold, as typed. */
export interface GenerateForm {
  /** Null: the one chosen for the project. */
  writer: WriterName | null;
  stopAt: string;
  atATime: string;
  onlyFirst: string;
  untilGood: boolean;
  good: string;
  candidates: string;
  overnight: boolean;
  wish: string;
}
export type FormField = Exclude<keyof GenerateForm, "writer" | "untilGood" | "overnight">;

export const emptyForm: GenerateForm = {
  writer: null,
  stopAt: "",
  atATime: "",
  onlyFirst: "",
  untilGood: false,
  good: "",
  candidates: "",
  overnight: false,
  wish: "",
};

/** What the fields ask for; what can't be read is left out and named. */
export interface ReadForm {
  wish: {
    writer?: WriterName;
    mode: "live" | "overnight";
    concurrency?: number;
    limit?: number;
    target?: { good: number; candidates: number };
  };
  capMicros: number | undefined;
  feedback: string | undefined;
  errors: Partial<Record<FormField, string>>;
}

const LONGEST_WISH = 2_000;
const MOST_ROWS = 100_000;

export function readForm(form: GenerateForm): ReadForm {
  const errors: ReadForm["errors"] = {};
  const whole = (field: FormField, most: number, tooMany: string) => {
    const read = readWhole(form[field], most, tooMany);
    if (typeof read === "string") errors[field] = read;
    return typeof read === "number" ? read : undefined;
  };
  const cap = readDollars(form.stopAt);
  if (typeof cap === "string") errors.stopAt = cap;
  const concurrency = form.overnight
    ? undefined
    : whole(
        "atATime",
        MOST_CONCURRENT,
        `At most ${MOST_CONCURRENT} at a time; the provider's own limits are kept whatever stands here.`,
      );
  const limit = whole("onlyFirst", MOST_ROWS, `At most ${formatCount(MOST_ROWS)} in one run.`);
  const target = form.untilGood ? readTarget(form, whole, errors) : undefined;
  const feedback = form.wish.trim();
  if (feedback.length > LONGEST_WISH) {
    errors.wish = `A wish has at most ${formatCount(LONGEST_WISH)} characters; this has ${formatCount(feedback.length)}.`;
  }
  return {
    wish: {
      ...(form.writer && { writer: form.writer }),
      mode: form.overnight ? "overnight" : "live",
      ...(concurrency !== undefined && { concurrency }),
      ...(limit !== undefined && { limit }),
      ...(target && { target }),
    },
    capMicros: typeof cap === "number" ? cap : undefined,
    feedback: feedback === "" ? undefined : feedback,
    errors,
  };
}

type ReadWhole = (field: FormField, most: number, tooMany: string) => number | undefined;

function readTarget(
  form: GenerateForm,
  whole: ReadWhole,
  errors: ReadForm["errors"],
): { good: number; candidates: number } | undefined {
  const tooMany = `At most ${formatCount(MOST_ROWS)} in one run.`;
  const good = whole("good", MOST_ROWS, tooMany);
  const candidates = whole("candidates", MOST_ROWS, tooMany);
  if (good === undefined && !errors.good) errors.good = "Enter how many have to be good.";
  if (candidates === undefined && !errors.candidates) {
    errors.candidates = "Enter how many texts may be written for it.";
  }
  if (good === undefined || candidates === undefined) return undefined;
  if (candidates < good) {
    errors.candidates = `${formatCount(good)} good ones need at least ${formatCount(good)} texts.`;
    return undefined;
  }
  return { good, candidates };
}

/** A whole number from 1, nothing for an empty field, or what is wrong with it. */
export function readWhole(
  typed: string,
  most: number,
  tooMany: string,
): number | undefined | string {
  const text = typed.trim().replaceAll(/[\s,](?=\d{3}\b)/g, "");
  if (text === "") return undefined;
  if (!/^[+-]?\d+(\.0*)?$/.test(text)) return "Enter a whole number, such as 8.";
  const number = Number(text);
  if (number < 1) return "Enter 1 or more, or leave it empty.";
  return number > most ? tooMany : number;
}

const HIGHEST_DOLLARS = 1_000_000;

/** "$5", "4.50" or "1,200" in millionths of a dollar, nothing for an empty field, or what is wrong. */
export function readDollars(typed: string): number | undefined | string {
  const text = typed
    .trim()
    .replace(/^\$\s*/, "")
    .replaceAll(/[\s,](?=\d{3}\b)/g, "");
  if (text === "") return undefined;
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) {
    return "Enter an amount in dollars, such as 5 or 4.50.";
  }
  const micros = Math.round(Number(text) * 1_000_000);
  if (micros < 0) return "An amount can't be below $0.";
  if (micros < 10_000) {
    return "A stop amount of nothing lets nothing be written: enter at least $0.01, or leave it empty.";
  }
  if (micros > HIGHEST_DOLLARS * 1_000_000) return "More than $1,000,000 can't be right.";
  return micros;
}

/**
 * How far a stop amount reaches: each call is sent only while the most that it may cost is left, and mostly
 * costs less. Null where it is certainly enough, or nothing costs.
 */
export function reachSentence(
  {
    count,
    costMicros,
    texts,
    mostForOneMicros: most,
  }: Pick<Estimate, "count" | "costMicros" | "texts" | "mostForOneMicros">,
  capMicros: number | undefined,
): string | null {
  if (capMicros === undefined || costMicros.high === 0 || count === 0) return null;
  if (capMicros < most) {
    return `One call may need up to ${formatMoney(most)}, so nothing would be sent.`;
  }
  const all = texts?.high ?? count;
  const expected = Math.max(1, texts?.expected ?? count);
  const each = costMicros.expected / expected;
  const paid = Math.max(1, Math.floor(capMicros / each + 1e-9));
  const reached = Math.min(all, paid, Math.floor((capMicros - most) / each + 1e-9) + 1);
  if (capMicros >= costMicros.high && reached === all) return null;
  if (reached >= expected) {
    const what = texts ? "Probably enough" : "Probably enough for all";
    return `${what}. If not, the run pauses there and what is written stays.`;
  }
  const of = texts
    ? `the ${formatCounted(expected, "text")} expected`
    : formatCounted(count, "conversation");
  return `Reaches about ${formatCount(reached)} of ${of}. The run pauses there; what is written stays.`;
}

/** Field of the server's refusal -> field of the dialog. */
export const fieldOfPath: Record<string, FormField> = {
  capMicros: "stopAt",
  concurrency: "atATime",
  limit: "onlyFirst",
  target: "candidates",
  "target.good": "good",
  "target.candidates": "candidates",
  feedback: "wish",
};

/** One writer as one word, for a list to choose from. */
export function keyOfWriter({ provider, model }: WriterName): string {
  return JSON.stringify([provider, model]);
}
