import { access, constants, open, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { CliError, exitCodes } from "../cli-error.ts";
import { addProjectCommand, collect, type CommandLine } from "../command-line.ts";
import { openProject, type ProjectOptions } from "../find-project.ts";
import { type FilterOptions, readFilter } from "../read-filter.ts";
import type { ExportRecord } from "#/core/exports/schema.ts";
import { formatBytes, formatCounted } from "#/lib/format.ts";
import { fileFault } from "#/platform/start-error.ts";

/** The formats that the API writes today: the STRICT chat format, one JSON object a line. */
const formats = ["messages"] as const;

interface ExportOptions extends ProjectOptions, FilterOptions {
  format: string;
  out?: string;
  force?: true;
  withSeeds?: true;
  withPractice?: true;
  systemPrompt: string;
}

/** `bright export`: the approved conversations as a training file. */
export function addExport(program: Command, line: CommandLine): void {
  addProjectCommand(program, "export", "write the approved conversations to a training file")
    .option("-f, --filter <key=values>", "only those that match", collect)
    .option("--search <words>", "only those with these words in the reference or the title")
    .option("--format <format>", formats.join(", "), "messages")
    .option(
      "-o, --out <file>",
      "the file, or - for standard output; else the export's own name here",
    )
    .option("--force", "write over a file that is there")
    .option("--with-seeds", "the seed conversations too")
    .option("--with-practice", "what the practice writer wrote too")
    .option("--system-prompt <keep or drop>", "the system prompt in every row", "keep")
    .action(async (options: ExportOptions, command: Command) => {
      const systemPrompt = readChoice("--system-prompt", ["keep", "drop"], options.systemPrompt);
      readChoice("--format", formats, options.format);
      const toOutput = options.out === "-";
      if (toOutput && command.opts<{ json?: true }>().json) {
        throw new CliError(
          exitCodes.usage,
          "--json and --out - both want standard output. Nothing was exported; name a file in --out.",
        );
      }
      if (options.out && !toOutput) await refuseTaken(line, options.out, options.force);
      const { client, project } = await openProject(line, options);
      const record = await client.exports.create({
        projectId: project.id,
        filter: await readFilter(client, project.id, options),
        includeSeeds: options.withSeeds ?? false,
        includePractice: options.withPractice ?? false,
        systemPrompt,
      });
      const file = await client.exports.download({ exportId: record.id });
      const bytes = new Uint8Array(await file.arrayBuffer());
      const told = `${formatCounted(record.rowCount, "conversation")}, ${formatBytes(bytes.length)}, sha256 ${record.sha256}`;
      if (toOutput) {
        line.write(bytes);
        line.note(`Exported ${told}.`);
        return;
      }
      const path = options.out ?? basename(record.fileName);
      await writeNew(line, path, bytes, { force: options.force, record });
      line.answer({
        data: { ...record, path: resolve(line.directory, path) },
        text: `Exported ${path}: ${told}.`,
      });
    });
}

function readChoice<T extends string>(option: string, choices: readonly T[], text: string): T {
  const found = choices.find((choice) => choice === text);
  if (found) return found;
  throw new CliError(
    exitCodes.usage,
    `${option} is "${text}"; there are ${choices.join(" and ")}. Nothing was exported.`,
  );
}

/** Said before the export is made and recorded, where it can be known. */
async function refuseTaken(
  line: CommandLine,
  given: string,
  force: true | undefined,
): Promise<void> {
  const path = resolve(line.directory, given);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw cannotWrite(given, "it is a folder", "Nothing was exported");
  if (found && !force) throw taken(given, "Nothing was exported");
  try {
    await access(found ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw cannotWrite(given, fileFault(error), "Nothing was exported");
  }
}

async function writeNew(
  line: CommandLine,
  given: string,
  bytes: Uint8Array,
  { force, record }: { force: true | undefined; record: ExportRecord },
): Promise<void> {
  const kept = `Export ${record.number} is kept in Bright Run and can be downloaded under Export`;
  try {
    const file = await open(join(resolve(line.directory, given)), force ? "w" : "wx");
    try {
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw taken(given, kept);
    throw cannotWrite(given, fileFault(error), kept);
  }
}

function taken(path: string, kept: string): CliError {
  return new CliError(
    exitCodes.conflict,
    `${path} is there already and was left as it is. ${kept}; choose another name in --out, or add --force.`,
  );
}

function cannotWrite(path: string, reason: string, kept: string): CliError {
  return new CliError(
    exitCodes.failed,
    `${path} can't be written: ${reason}. ${kept}; name another file in --out.`,
  );
}
