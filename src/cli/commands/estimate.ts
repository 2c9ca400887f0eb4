import type { Command } from "commander";
import { addProjectCommand, type CommandLine } from "../command-line.ts";
import { openProject } from "../find-project.ts";
import { addWriteOptions, estimateLine, readOrder, type WriteOptions } from "../write-options.ts";

/** `bright estimate`: what writing would cost and take, without starting it. */
export function addEstimate(program: Command, line: CommandLine): void {
  const command = addProjectCommand(program, "estimate", "say what writing would cost and take");
  addWriteOptions(command).action(async (options: WriteOptions) => {
    const { client, project } = await openProject(line, options);
    const order = await readOrder(client, project.id, options);
    const estimate = await client.generation.estimate(order);
    const { skipped, basis, warnings } = estimate;
    const left = skipped > 0 ? [`Left out: ${skipped} (seeds, or being written now).`] : [];
    line.answer({
      data: estimate,
      text: [estimateLine(estimate), ...left, basis, ...warnings].join("\n"),
    });
  });
}
