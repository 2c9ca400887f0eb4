import type { Command } from "commander";
import { exitCodes } from "./cli-error.ts";
import { addProjectCommand, collect, type CommandLine } from "./command-line.ts";
import { openProject, type ProjectOptions } from "./find-project.ts";
import type { FilterOptions } from "./read-filter.ts";
import { selectConversations } from "./select-conversations.ts";
import type { Decision } from "#/core/review/schema.ts";
import { formatCounted } from "#/lib/format.ts";

interface DecideOptions extends ProjectOptions, FilterOptions {
  reason?: string;
  note?: string;
}

/** A command that decides on the named or the matching conversations. */
export function addDecision(
  program: Command,
  line: CommandLine,
  { decision, past }: { decision: Decision; past: string },
): void {
  addProjectCommand(program, `${decision} [conversations...]`, `${decision} conversations`)
    .option("-f, --filter <key=values>", "all that match, such as status=needs_review", collect)
    .option("--search <words>", "all with these words in the reference or the title")
    .option("--reason <text>", "why; it stays on the record")
    .option("--note <text>", "the same as --reason")
    .action(async (named: string[], options: DecideOptions) => {
      const { client, project } = await openProject(line, options);
      const selection = await selectConversations(client, project.id, named, options);
      const reason = options.reason ?? options.note;
      const done = await client.review.decide({
        projectId: project.id,
        selection,
        decision,
        ...(reason !== undefined && { reason }),
      });
      const skipped =
        done.skipped > 0
          ? ` ${formatCounted(done.skipped, "conversation")} without a text, or being written now, stayed as they were.`
          : "";
      line.answer({
        data: done,
        text: `${past} ${formatCounted(done.decided, "conversation")}.${skipped}`,
        code: done.decided === 0 && done.skipped > 0 ? exitCodes.failed : exitCodes.done,
      });
    });
}
