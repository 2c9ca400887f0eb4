import { setTimeout as pause } from "node:timers/promises";
import { SingleBar } from "cli-progress";
import { CliError, type ExitCode, exitCodes, toldError } from "./cli-error.ts";
import type { Answer, CommandLine } from "./command-line.ts";
import type { Client } from "./connect.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { formatCount, formatDuration, formatMoney } from "#/lib/format.ts";

const LOOK_EVERY_MS = 700;
/** A server that restarts is waited for so long before the wait ends. */
const PATIENCE_MS = 120_000;

/** Waits until a batch has ended, or waits for a person, and shows how far it is. */
export async function waitForBatch(
  line: CommandLine,
  client: Client,
  first: BatchProgress,
): Promise<BatchProgress> {
  const bar = line.isTerminal ? startBar(first) : undefined;
  let batch = first;
  const interrupted = line.interrupted();
  line.note(`Run ${first.number} has begun.`);
  let answeredAt = performance.now();
  try {
    while (!hasStopped(batch)) {
      await pause(LOOK_EVERY_MS, undefined, { signal: interrupted });
      try {
        batch = await client.generation.getBatch({ batchId: batch.id });
        answeredAt = performance.now();
      } catch (error) {
        const away = toldError(error)?.exitCode === exitCodes.unreachable;
        if (!away || performance.now() - answeredAt > PATIENCE_MS) throw error;
      }
      bar?.update(settled(batch), { rest: restOf(batch) });
    }
    return batch;
  } catch (error) {
    if (!interrupted.aborted) throw error;
    throw new CliError(
      exitCodes.interrupted,
      `Run ${batch.number} goes on without this command: ${settled(batch)} of ${batch.total} so far. See it with bright runs show ${batch.number}, stop it with bright runs cancel ${batch.number}.`,
    );
  } finally {
    bar?.stop();
  }
}

/** How a batch stands, with 7 where it ended with something left unwritten, or fewer good ones than wanted. */
export function batchAnswer(batch: BatchProgress): Answer {
  const { cancelled, failed, good, state, target } = batch;
  const lacks = target ? good < target.good : cancelled > 0;
  const bad = failed > 0 || lacks || state === "paused";
  const code: ExitCode = bad ? exitCodes.runFailed : exitCodes.done;
  return { data: batch, text: batchLine(batch), code };
}

/** "Run 3 ended: 87 written, 3 failed, $1.92." */
export function batchLine(batch: BatchProgress): string {
  const { good, target } = batch;
  const parts = [
    ...(target ? [`${formatCount(good)} good of ${formatCount(target.good)} wanted`] : []),
    `${formatCount(batch.done)} of ${formatCount(batch.total)} written`,
    ...(batch.failed > 0 ? [`${formatCount(batch.failed)} failed`] : []),
    ...(batch.cancelled > 0 ? [`${formatCount(batch.cancelled)} not written`] : []),
    batch.isPractice ? "free" : formatMoney(batch.costMicros),
  ].join(", ");
  if (batch.state === "paused") {
    const why = batch.pause ? ` ${batch.pause.message}` : "";
    return `Run ${batch.number} is paused: ${parts}.${why}`;
  }
  const how = { running: "is being written", finished: "ended", cancelled: "was stopped" };
  const again = batch.failed > 0 ? ` Try them again with bright runs retry ${batch.number}.` : "";
  return `Run ${batch.number} ${how[batch.state]}: ${parts}.${again}`;
}

/** A limit of the vendor passes by itself; other pauses need somebody. */
function hasStopped({ state, pause: paused }: BatchProgress): boolean {
  if (state !== "paused") return state !== "running";
  return paused?.kind !== "provider_limit";
}

function settled({ done, failed, cancelled }: BatchProgress): number {
  return done + failed + cancelled;
}

function startBar(batch: BatchProgress): SingleBar {
  const bar = new SingleBar({
    stream: process.stderr,
    format: `Run ${batch.number} [{bar}] {percentage}% {value}/{total}  {rest}`,
    hideCursor: true,
    barsize: 30,
  });
  bar.start(batch.total, settled(batch), { rest: restOf(batch) });
  return bar;
}

function restOf(batch: BatchProgress): string {
  if (batch.state === "paused") return "waiting for the provider's limit";
  const money = batch.isPractice ? [] : [formatMoney(batch.costMicros)];
  const left = batch.secondsLeft === null ? [] : [`${formatDuration(batch.secondsLeft)} left`];
  const failed = batch.failed > 0 ? [`${batch.failed} failed`] : [];
  return [...left, ...money, ...failed].join(", ");
}
