import type { Command } from "commander";
import { CliError, exitCodes } from "./cli-error.ts";
import { collect } from "./command-line.ts";
import type { Client } from "./connect.ts";
import type { ProjectOptions } from "./find-project.ts";
import { type FilterOptions, readFilter } from "./read-filter.ts";
import { wholeNumber } from "./read-number.ts";
import { findConversationIds } from "./select-conversations.ts";
import type { Selection } from "#/core/conversations/schema.ts";
import type { Estimate } from "#/core/generation/schema.ts";
import { formatCounted, formatDuration, formatMoney } from "#/lib/format.ts";

/** What `estimate` and `generate` are both told: what to write, and by whom. */
export interface WriteOptions extends ProjectOptions, FilterOptions {
  all?: true;
  ids?: string[];
  again?: true;
  limit?: number;
  writer?: string;
  overnight?: true;
}

export function addWriteOptions(command: Command): Command {
  return command
    .option("--all", "every planned conversation that has no text yet")
    .option("-f, --filter <key=values>", "those that match and have no text yet", collect)
    .option("--search <words>", "those with these words in the reference or the title")
    .option("--ids <references or ids...>", "exactly these, written anew where they have a text")
    .option("--again", "with --filter: those that have a text too")
    .option("--limit <n>", "the first n of them", wholeNumber("--limit", 1, 100_000))
    .option("--writer <name>", "another writer than the project's")
    .option("--overnight", "at the vendor's batch price, within a day");
}

/** The rows to write. Those with a text are left out unless asked for: writing anew costs again. */
export async function selectToWrite(
  client: Client,
  projectId: string,
  options: WriteOptions,
): Promise<Selection> {
  const filtered = options.filter !== undefined || options.search !== undefined;
  const ways = [options.all === true, filtered, options.ids !== undefined].filter(Boolean);
  if (ways.length !== 1) {
    throw new CliError(
      exitCodes.usage,
      "Say what to write with one of --all, --filter (or --search) and --ids. Nothing was started.",
    );
  }
  if (options.ids) {
    const ids = await findConversationIds(client, projectId, options.ids);
    return { kind: "ids", ids };
  }
  const filter = await readFilter(client, projectId, options);
  if (filter.status || options.again) return { kind: "filter", filter };
  return { kind: "filter", filter: { ...filter, status: ["not_generated", "failed"] } };
}

/** What an estimate and a start have in common, as the API takes it. */
export async function readOrder(client: Client, projectId: string, options: WriteOptions) {
  const { limit, writer, overnight } = options;
  return {
    projectId,
    selection: await selectToWrite(client, projectId, options),
    ...(limit !== undefined && { limit }),
    ...(writer !== undefined && { writer: await chooseWriter(client, writer) }),
    ...(overnight && { mode: "overnight" as const }),
  };
}

/** How many, by whom, for how much, how long. */
export function estimateLine(estimate: Estimate): string {
  const { count, again, writer, costMicros, seconds, isRough } = estimate;
  const about = isRough ? "roughly" : "about";
  const anew = again > 0 ? ` (${again} of them anew)` : "";
  const cost =
    costMicros.high === 0
      ? "free"
      : `${about} ${formatMoney(costMicros.expected)} (${formatMoney(costMicros.low)} to ${formatMoney(costMicros.high)})`;
  const duration = formatDuration(seconds.expected);
  const time = seconds.expected < 1 ? duration : `${about} ${duration}`;
  return `${formatCounted(count, "conversation")}${anew} by ${writer.label}: ${cost}, ${time}.`;
}

/** Money as typed, "5", "$5" or "2.50", in millionths. */
export function readMoney(text: string): number {
  const amount = /^\$?(\d{1,9}(?:\.\d{1,6})?)$/.exec(text.trim())?.[1];
  const micros = Math.round(Number(amount) * 1_000_000);
  if (micros > 0) return micros;
  throw new CliError(
    exitCodes.usage,
    `"${text}" is no amount of money. Nothing was started; write dollars such as 5 or 2.50.`,
  );
}

/** The writer that is meant: by provider/model, by its model or by its name. @throws CliError */
async function chooseWriter(
  client: Client,
  wanted: string,
): Promise<{ provider: string; model: string }> {
  const choices = await client.writers.listChoices();
  const same = (text: string) => text.toLowerCase() === wanted.toLowerCase();
  const found = choices.filter(
    ({ provider, model, label }) => same(`${provider}/${model}`) || same(model) || same(label),
  );
  const [only] = found;
  if (only && found.length === 1) {
    if (only.isReady) return { provider: only.provider, model: only.model };
    const reason = only.whyNot ?? "It isn't ready.";
    throw new CliError(
      exitCodes.failed,
      `${only.label} can't write. ${reason} Nothing was started.`,
    );
  }
  const listed = (found.length > 0 ? found : choices)
    .map(({ provider, model, label }) => `${label}: ${provider}/${model}`)
    .join(", ");
  const what = found.length > 0 ? "Several writers are" : "No writer is";
  const sentence = `${what} called "${wanted}". Nothing was started; there are ${listed}.`;
  throw new CliError(exitCodes.usage, sentence);
}
