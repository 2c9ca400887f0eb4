import type { Command } from "commander";
import type { ExitCode } from "./cli-error.ts";
import type { Client } from "./connect.ts";
import type { Environment } from "#/platform/env.ts";

/** What a command found or did: for programs, and for people. */
export interface Answer {
  data: unknown;
  text: string;
  /** 0 unless said otherwise. */
  code?: ExitCode;
}

/** What every command is given: the world that it runs in, and the way to answer. */
export interface CommandLine {
  environment: Environment;
  /** What relative paths start from. */
  directory: string;
  connect: () => Promise<Client>;
  /** A remark for people beside the answer; silent with --json. */
  note: (line: string) => void;
  /** Bytes for standard output, as they are. */
  write: (bytes: Uint8Array) => void;
  readInput: () => Promise<string>;
  /** Whether a person sits at both ends: asks may be put and bars drawn. */
  isTerminal: boolean;
  /** From now on the first Ctrl+C aborts this, so that the command can say what goes on without it. */
  interrupted: () => AbortSignal;
  answer: (answer: Answer) => void;
}

/** A command below `parent`, with --json. */
export function addCommand(
  parent: Command,
  name: string,
  description: string,
  { isDefault = false }: { isDefault?: boolean } = {},
): Command {
  return parent
    .command(name, { isDefault })
    .description(description)
    .option("--json", "print JSON alone");
}

/** The same for a command that works in one project. */
export function addProjectCommand(
  parent: Command,
  name: string,
  description: string,
  { isDefault = false }: { isDefault?: boolean } = {},
): Command {
  return addCommand(parent, name, description, { isDefault }).option(
    "-p, --project <name or id>",
    "the project; BRIGHT_PROJECT or the only one unless named",
  );
}

/** For options that may be given several times. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
