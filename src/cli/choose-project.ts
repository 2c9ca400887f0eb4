import { CliError, exitCodes } from "./cli-error.ts";
import type { Project } from "#/core/projects/schema.ts";

/**
 * The project that is meant: by id, or by its whole name, or the only one there is.
 * @throws CliError that names the projects there are
 */
export function chooseProject<P extends Pick<Project, "id" | "name">>(
  projects: readonly P[],
  wanted: string | undefined,
): P {
  const found =
    wanted === undefined
      ? projects
      : projects.filter(
          ({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase(),
        );
  const [only] = found;
  if (only && found.length === 1) return only;
  const names = projects.map((project) => `"${project.name}"`).join(", ");
  const nothing = "Nothing was done.";
  if (projects.length === 0) {
    throw new CliError(exitCodes.notFound, `There is no project yet. ${nothing}`);
  }
  if (found.length === 0) {
    const sentence = `No project is called "${wanted}"; there are ${names}. ${nothing}`;
    throw new CliError(exitCodes.notFound, sentence);
  }
  throw new CliError(
    exitCodes.usage,
    wanted === undefined
      ? `There are several projects: ${names}. Name one with --project. ${nothing}`
      : `Several projects are called "${wanted}". Name one by its id: ${found.map(({ id }) => id).join(", ")}. ${nothing}`,
  );
}
