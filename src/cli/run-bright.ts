import { Command, CommanderError } from "commander";
import { exitCodes, toldError } from "./cli-error.ts";
import type { Answer, CommandLine } from "./command-line.ts";
import { addApprove } from "./commands/approve.ts";
import { addAudit } from "./commands/audit.ts";
import { addConversations } from "./commands/conversations.ts";
import { addEstimate } from "./commands/estimate.ts";
import { addExport } from "./commands/export.ts";
import { addGenerate } from "./commands/generate.ts";
import { addImport } from "./commands/import.ts";
import { addPlan } from "./commands/plan.ts";
import { addProjects } from "./commands/projects.ts";
import { addReject } from "./commands/reject.ts";
import { addRuns } from "./commands/runs.ts";
import { addSetup } from "./commands/setup.ts";
import { addShow } from "./commands/show.ts";
import { addToken } from "./commands/token.ts";
import { connect } from "./connect.ts";
import type { Environment } from "#/platform/env.ts";

/** What `bright` is given by the process, or by a test. */
export interface Surroundings {
  environment: Environment;
  /** What relative paths start from. */
  directory: string;
  readInput: () => Promise<string>;
  print: (written: string | Uint8Array) => void;
  printError: (written: string) => void;
  isTerminal: boolean;
  /** From now on the first Ctrl+C aborts this instead of ending the process. */
  interrupted: () => AbortSignal;
}

const commands = [
  addSetup,
  addToken,
  addProjects,
  addImport,
  addPlan,
  addEstimate,
  addGenerate,
  addRuns,
  addConversations,
  addShow,
  addApprove,
  addReject,
  addExport,
  addAudit,
];

/** Runs one command. @returns the exit code, see `exitCodes` */
export async function runBright(
  parameters: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  // Looked for here too, since a wrong call must be told as JSON before it is understood.
  const json = parameters.includes("--json");
  let code: number = exitCodes.done;
  const line = lineOf(surroundings, json, (answer) => (code = answer));
  try {
    const program = makeProgram(surroundings, json);
    for (const add of commands) add(program, line);
    await program.parseAsync([...parameters], { from: "user" });
    return code;
  } catch (error) {
    // Help that was asked for has been printed.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    // Help in place of a missing command stands on standard error already.
    if (error instanceof CommanderError && error.code === "commander.help" && !json) {
      return exitCodes.usage;
    }
    const told = toldError(error);
    if (!told) throw error;
    surroundings.printError(`${json ? JSON.stringify({ error: told }, null, 2) : told.message}\n`);
    return told.exitCode;
  }
}

function lineOf(
  { environment, directory, readInput, print, printError, ...rest }: Surroundings,
  json: boolean,
  end: (code: number) => void,
): CommandLine {
  return {
    environment,
    directory,
    readInput,
    isTerminal: rest.isTerminal && !json,
    interrupted: rest.interrupted,
    connect: () => connect(environment),
    note: (remark) => {
      if (!json) printError(`${remark}\n`);
    },
    write: print,
    answer: ({ data, text, code }: Answer) => {
      print(`${json ? JSON.stringify(data, null, 2) : text}\n`);
      end(code ?? exitCodes.done);
    },
  };
}

function makeProgram({ print, printError }: Surroundings, json: boolean): Command {
  return new Command("bright")
    .description("Bright Run from the command line")
    .addHelpText(
      "after",
      "\nBRIGHT_TOKEN  an API token (Settings > API tokens, or bright setup)\nBRIGHT_URL    where Bright Run runs; on the same machine it is found by itself\nBRIGHT_PROJECT  the project that is meant when --project is left out\n\nExit codes: 0 done, 1 failed or refused, 2 wrong usage or input, 3 not signed in or not allowed,\n4 not found, 5 conflict, 6 not reachable, 7 a run ended with failures, 130 interrupted.",
    )
    .exitOverride()
    .configureOutput({
      writeOut: print,
      writeErr: json ? () => undefined : printError,
      // Told once, by runBright, with the exit code and as JSON where that is wanted.
      outputError: () => undefined,
    })
    .showSuggestionAfterError();
}
