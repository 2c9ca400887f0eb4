import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { CliError, exitCodes } from "../cli-error.ts";
import { addProjectCommand, type CommandLine } from "../command-line.ts";
import { openProject } from "../find-project.ts";
import { batchAnswer, waitForBatch } from "../wait-for-batch.ts";
import {
  addWriteOptions,
  estimateLine,
  readMoney,
  readOrder,
  type WriteOptions,
} from "../write-options.ts";

interface GenerateOptions extends WriteOptions {
  cap?: number;
  wait?: true;
  yes?: true;
}

/** `bright generate`: has conversations written. */
export function addGenerate(program: Command, line: CommandLine): void {
  const command = addProjectCommand(program, "generate", "have conversations written");
  addWriteOptions(command)
    .option("--cap <money>", "stop before it costs more, in dollars", readMoney)
    .option("-w, --wait", "wait for the end and show how far it is")
    .option("-y, --yes", "don't ask before it costs something")
    .action(async (options: GenerateOptions) => {
      const { client, project } = await openProject(line, options);
      const order = await readOrder(client, project.id, options);
      const estimate = await client.generation.estimate(order);
      if (estimate.count === 0) {
        const text = "Nothing is left to write there, so nothing was started.";
        line.answer({ data: { batch: null, estimate }, text });
        return;
      }
      line.note(estimateLine(estimate));
      const costs = estimate.costMicros.high > 0;
      if (costs && line.isTerminal && !options.yes) await confirm(line.interrupted());
      const started = await client.generation.start({
        ...order,
        expectedCount: estimate.count,
        ...(options.cap !== undefined && { capMicros: options.cap }),
      });
      if (!options.wait) {
        const how = `Run ${started.number} has begun: ${started.total} to write. See it with bright runs show ${started.number}.`;
        line.answer({ data: started, text: how });
        return;
      }
      line.answer(batchAnswer(await waitForBatch(line, client, started)));
    });
}

async function confirm(interrupted: AbortSignal): Promise<void> {
  const asker = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asker.question("Start? [y/N] ", { signal: interrupted });
    if (/^y(?:es)?$/i.test(answer.trim())) return;
  } catch (error) {
    if (!interrupted.aborted) throw error;
  } finally {
    asker.close();
  }
  throw new CliError(exitCodes.interrupted, "Nothing was started.");
}
