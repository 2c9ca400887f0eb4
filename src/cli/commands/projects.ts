import type { Command } from "commander";
import { addCommand, type CommandLine } from "../command-line.ts";
import { tableText } from "../table-text.ts";
import { chooseProject } from "../choose-project.ts";
import { CliError, exitCodes } from "../cli-error.ts";
import type { Project } from "#/core/projects/schema.ts";

/** `bright projects list | create | rename | archive | restore`. */
export function addProjects(program: Command, line: CommandLine): void {
  const projects = program.command("projects").description("the projects of the workspace");
  addCommand(projects, "list", "list the projects", { isDefault: true }).action(async () => {
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
  addCommand(projects, "rename <project> <name>", "give a project another name").action(
    async (wanted: string, name: string) => {
      const client = await line.connect();
      const { id, name: before } = chooseProject(await client.projects.list(), wanted);
      const renamed = await client.projects.update({ projectId: id, name });
      line.answer({ data: renamed, text: `Renamed "${before}" to "${renamed.name}".` });
    },
  );
  addCommand(projects, "archive <project>", "put a project away; nothing of it is deleted").action(
    async (wanted: string) => {
      const client = await line.connect();
      const { id, name } = chooseProject(await client.projects.list(), wanted);
      await client.projects.archive({ projectId: id });
      const text = `Archived "${name}". Bring it back with bright projects restore ${id}.`;
      line.answer({ data: { archived: { id, name } }, text });
    },
  );
  addCommand(projects, "restore <project>", "bring an archived project back").action(
    async (wanted: string) => {
      const client = await line.connect();
      const { id, name } = chooseProject(await client.projects.listArchived(), wanted);
      await client.projects.restore({ projectId: id });
      line.answer({ data: { restored: { id, name } }, text: `"${name}" is back.` });
    },
  );
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
