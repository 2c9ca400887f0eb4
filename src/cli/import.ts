import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { chooseProject } from "./choose-project.ts";
import { importFiles, outcomeLine, reportLine } from "./import-files.ts";
import { openRunningDatabase } from "./running-database.ts";
import type { Context } from "#/core/context.ts";
import { importSeeds } from "#/core/conversations/import-seeds.ts";
import { BrightError } from "#/core/errors.ts";
import { listProjects } from "#/core/projects/list-projects.ts";
import { importDocuments } from "#/core/sources/import-documents.ts";
import { findFirstOwner } from "#/core/workspaces/find-first-owner.ts";
import type { Database } from "#/platform/db/connect.ts";
import { StartError } from "#/platform/start-error.ts";

const usage =
  'Usage: npm run -s import -- seeds|documents <files or folders...> [--project "name or id"] [--json]';

interface Wish {
  kind: "seeds" | "documents";
  paths: string[];
  project: string | undefined;
  json: boolean;
}

/**
 * Imports files into a project of the running product, on behalf of the workspace's first owner.
 * @returns the exit code: 0 all came in or were there, 2 some failed. Throws `StartError` or `BrightError`
 * with a sentence when nothing could be done.
 */
export async function runImport({
  parameters,
  directory,
  db,
  print,
}: {
  parameters: readonly string[];
  /** What relative paths start from. */
  directory: string;
  db: () => Promise<Database>;
  print: (line: string) => void;
}): Promise<number> {
  const wish = readWish(parameters);
  const ctx = await contextOf(await db());
  const project = chooseProject(await listProjects({ ctx }), wish.project);
  const verb = wish.kind === "seeds" ? importSeeds : importDocuments;
  const report = await importFiles({
    kind: wish.kind,
    paths: wish.paths,
    directory,
    send: (files) => verb({ ctx, input: { projectId: project.id, files } }),
    tell: (outcome) => {
      if (!wish.json) print(outcomeLine(outcome));
    },
  });
  print(wish.json ? JSON.stringify(report, null, 2) : reportLine(report, project));
  return report.failed > 0 ? 2 : 0;
}

function readWish(parameters: readonly string[]): Wish {
  try {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { project: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const [kind, ...paths] = positionals;
    if ((kind === "seeds" || kind === "documents") && paths.length > 0) {
      return { kind, paths, project: values.project, json: values.json };
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`${reason}. Nothing was imported. ${usage}`);
  }
  throw new StartError(`Say what to import, and from where. Nothing was imported. ${usage}`);
}

async function contextOf(db: Database): Promise<Context> {
  const owner = await findFirstOwner(db);
  if (owner) return { db, ...owner, requestId: randomUUID(), log: pino({ level: "silent" }) };
  throw new StartError(
    "Nobody has signed up in this Bright Run yet. Nothing was imported; open its address, make the owner's account, and run this again.",
  );
}

async function main(): Promise<void> {
  // npm changes into the repository's folder; the person typed the paths elsewhere.
  const throughNpm = process.env.npm_lifecycle_event === "import";
  const directory = (throughNpm ? process.env.INIT_CWD : undefined) ?? process.cwd();
  let close = async () => undefined as void;
  try {
    process.exitCode = await runImport({
      parameters: process.argv.slice(2),
      directory,
      print: (line) => console.log(line),
      db: async () => {
        const connection = await openRunningDatabase(process.env);
        close = connection.close;
        return connection.db;
      },
    });
  } catch (error) {
    if (!(error instanceof StartError || error instanceof BrightError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await close();
  }
}

if (import.meta.main) await main();
