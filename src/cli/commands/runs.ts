import type { Command } from "commander";
import { CliError, exitCodes } from "../cli-error.ts";
import { addProjectCommand, type CommandLine } from "../command-line.ts";
import type { Client } from "../connect.ts";
import { openProject, type ProjectOptions } from "../find-project.ts";
import { tableText } from "../table-text.ts";
import { batchAnswer, batchLine, waitForBatch } from "../wait-for-batch.ts";
import type { BatchItem, BatchProgress } from "#/core/generation/schema.ts";
import { formatMoment, formatMoney } from "#/lib/format.ts";

/** `bright runs list | show | cancel | retry`. A run is named by its number or id. */
export function addRuns(program: Command, line: CommandLine): void {
  const runs = program.command("runs").description("the runs in which conversations are written");
  addProjectCommand(runs, "list", "list the runs", { isDefault: true }).action(
    async (options: ProjectOptions) => {
      const { client, project } = await openProject(line, options);
      const found = await client.generation.listBatches({ projectId: project.id });
      line.answer({
        data: found,
        text: found.length > 0 ? runsText(found) : "There is no run yet.",
      });
    },
  );
  addProjectCommand(runs, "show <run>", "one run, and what failed in it").action(
    async (wanted: string, options: ProjectOptions) => {
      const { client, batch } = await find(line, wanted, options);
      const state = "failed";
      const { items } = await client.generation.listItems({
        batchId: batch.id,
        state,
        pageSize: 200,
      });
      const text =
        items.length > 0 ? `${batchLine(batch)}\n\n${failuresText(items)}` : batchLine(batch);
      line.answer({ data: { ...batch, failures: items }, text });
    },
  );
  addProjectCommand(runs, "cancel <run>", "stop a run; what is written stays").action(
    async (wanted: string, options: ProjectOptions) => {
      const { client, batch } = await find(line, wanted, options);
      const stopped = await client.generation.cancel({ batchId: batch.id });
      line.answer({ data: stopped, text: batchLine(stopped) });
    },
  );
  addProjectCommand(runs, "retry <run>", "try what failed in a run again")
    .option("-w, --wait", "wait for the end and show how far it is")
    .action(async (wanted: string, options: ProjectOptions & { wait?: true }) => {
      const { client, batch } = await find(line, wanted, options);
      const started = await client.generation.retryFailed({ batchId: batch.id });
      if (options.wait) line.answer(batchAnswer(await waitForBatch(line, client, started)));
      else line.answer({ data: started, text: batchLine(started) });
    });
}

async function find(
  line: CommandLine,
  wanted: string,
  options: ProjectOptions,
): Promise<{ client: Client; batch: BatchProgress }> {
  const { client, project } = await openProject(line, options);
  const batches = await client.generation.listBatches({ projectId: project.id });
  const batch = batches.find(({ id, number }) => wanted === id || wanted === String(number));
  if (batch) return { client, batch };
  throw new CliError(
    exitCodes.notFound,
    `"${project.name}" has no run ${wanted}. Nothing was changed; bright runs list names them.`,
  );
}

function runsText(batches: readonly BatchProgress[]): string {
  return tableText<BatchProgress>(
    [
      { heading: "RUN", cell: ({ number }) => String(number), right: true },
      { heading: "STATE", cell: ({ state }) => state },
      { heading: "WRITTEN", cell: ({ done, total }) => `${done}/${total}`, right: true },
      { heading: "FAILED", cell: ({ failed }) => (failed > 0 ? String(failed) : ""), right: true },
      {
        heading: "COST",
        cell: ({ isPractice, costMicros }) => (isPractice ? "free" : formatMoney(costMicros)),
        right: true,
      },
      { heading: "WRITER", cell: ({ writer }) => writer },
      { heading: "BEGUN", cell: ({ createdAt }) => formatMoment(createdAt) },
      { heading: "BY", cell: ({ createdByName }) => createdByName },
    ],
    batches,
  );
}

function failuresText(items: readonly BatchItem[]): string {
  return tableText<BatchItem>(
    [
      { heading: "FAILED", cell: ({ reference }) => reference },
      { heading: "TRIES", cell: ({ attempts }) => String(attempts), right: true },
      { heading: "WHY", cell: ({ failure }) => failure?.message ?? "" },
    ],
    items,
  );
}
