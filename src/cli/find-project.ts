import { chooseProject } from "./choose-project.ts";
import type { CommandLine } from "./command-line.ts";
import type { Client } from "./connect.ts";
import type { Project } from "#/core/projects/schema.ts";

/** What every command of a project is given by its options. */
export interface ProjectOptions {
  project?: string;
}

/** Connects and finds the project that --project or BRIGHT_PROJECT names, or the only one. */
export async function openProject(
  line: CommandLine,
  options: ProjectOptions,
): Promise<{ client: Client; project: Project }> {
  const client = await line.connect();
  const wanted = options.project ?? line.environment.BRIGHT_PROJECT?.trim();
  return { client, project: chooseProject(await client.projects.list(), wanted || undefined) };
}
