import type { Command } from "commander";
import { addCommand, type CommandLine } from "../command-line.ts";
import { tableText } from "../table-text.ts";
import { CliError, exitCodes } from "../cli-error.ts";
import type { Project } from "#/core/projects/schema.ts";

/** `bright projects list | create`. */
export function addProjects(program: Command, line: CommandLine): void {
  const projects = program.command("projects").description("the projects of the workspace");
  addCommand(projects, "list", "list the projects").action(async () => {
    const found = await (await line.connect()).projects.list();
    line.answer({ data: found, text: projectsText(found) });
  });
  addCommand(projects, "create", "make a project")
    .requiredOption("--name <name>", "its name")
    .option("--description <text>", "what it is for")
    .option("--empty", "without the starter pack of people, topics, arcs and templates")
    .action(async (options: { name: string; description?: string; empty?: true }) => {
      const client = await line.connect();
      const { name, description } = options;
      if (name.trim() === "")
        throw new CliError(exitCodes.usage, "--name is empty. Nothing was made.");
      const project = await client.projects.create({
        name,
        ...(description !== undefined && { description }),
        startFrom: options.empty ? "empty" : "starter",
      });
      line.answer({ data: project, text: `Made the project "${project.name}" (${project.id}).` });
    });
}

function projectsText(projects: readonly Project[]): string {
  if (projects.length === 0)
    return 'There is no project yet. Make one: bright projects create --name "My business"';
  return tableText<Project>(
    [
      { heading: "ID", cell: ({ id }) => id },
      { heading: "NAME", cell: ({ name }) => name },
      { heading: "SAMPLE", cell: ({ isSample }) => (isSample ? "yes" : "") },
      { heading: "MADE", cell: ({ createdAt }) => createdAt.toISOString().slice(0, 10) },
    ],
    projects,
  );
}
