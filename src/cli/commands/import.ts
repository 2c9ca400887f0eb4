import type { Command } from "commander";
import { exitCodes } from "../cli-error.ts";
import { addProjectCommand, type CommandLine } from "../command-line.ts";
import { openProject, type ProjectOptions } from "../find-project.ts";
import { importFiles, outcomeLine, reportLine } from "../import-files.ts";

/** `bright import seeds|documents <files or folders...>`. */
export function addImport(program: Command, line: CommandLine): void {
  const parent = program.command("import").description("bring files into a project");
  for (const kind of ["seeds", "documents"] as const) {
    const what = kind === "seeds" ? "conversations written by hand" : "documents to draw on";
    addProjectCommand(parent, `${kind} <paths...>`, `bring in ${what}`).action(
      async (paths: string[], options: ProjectOptions) => {
        const { client, project } = await openProject(line, options);
        const send = kind === "seeds" ? client.sources.importSeeds : client.sources.importDocuments;
        const report = await importFiles({
          kind,
          paths,
          directory: line.directory,
          send: (files) => send({ projectId: project.id, files }),
          tell: (outcome) => line.note(outcomeLine(outcome)),
        });
        line.answer({
          data: report,
          text: reportLine(report, project),
          code: report.failed > 0 ? exitCodes.failed : exitCodes.done,
        });
      },
    );
  }
}
