import { ORPCError } from "@orpc/client";
import { CommanderError } from "commander";
import { StartError } from "#/platform/start-error.ts";

/** What the exit codes of `bright` mean; docs/cli.md says the same to its users. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  forbidden: 3,
  notFound: 4,
  conflict: 5,
  unreachable: 6,
  runFailed: 7,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A reason to stop, told in one sentence, with the exit code that says it to a program. */
export class CliError extends StartError {
  override name = "CliError";
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** An error as it is told: on a terminal the message alone, with --json all of it. */
export interface ToldError {
  code: string;
  message: string;
  fields: unknown[];
  exitCode: number;
}

const codeOfStatus: Record<number, ExitCode> = {
  400: exitCodes.usage,
  401: exitCodes.forbidden,
  403: exitCodes.forbidden,
  404: exitCodes.notFound,
  409: exitCodes.conflict,
  413: exitCodes.usage,
  503: exitCodes.unreachable,
};

/** The sentence and exit code of whatever was thrown; undefined for what isn't meant for people. */
export function toldError(error: unknown): ToldError | undefined {
  if (error instanceof ORPCError) {
    const { code, message, status } = error;
    return { code, message, fields: fieldsOf(error.data), exitCode: exitCodeOfStatus(status) };
  }
  if (error instanceof CommanderError) {
    const reason = error.message.replace(/^error: /, "").replaceAll("\n", " ");
    const message = `This call can't be understood: ${reason}${/[.)?]$/.test(reason) ? "" : "."} Nothing was done; see bright --help.`;
    return { code: "USAGE", message, fields: [], exitCode: exitCodes.usage };
  }
  if (error instanceof CliError) {
    const { message, exitCode } = error;
    const [name] = Object.entries(exitCodes).find(([, code]) => code === exitCode) ?? ["failed"];
    return { code: upperCase(name), message, fields: [], exitCode };
  }
  if (error instanceof StartError) {
    return { code: "FAILED", message: error.message, fields: [], exitCode: exitCodes.failed };
  }
  return undefined;
}

/** The exit code for an answer of the API. */
export function exitCodeOfStatus(status: number): ExitCode {
  return codeOfStatus[status] ?? exitCodes.failed;
}

function fieldsOf(data: unknown): unknown[] {
  if (typeof data !== "object" || data === null || !("fields" in data)) return [];
  return Array.isArray(data.fields) ? data.fields : [];
}

/** "notFound" -> "NOT_FOUND". */
function upperCase(name: string): string {
  return name.replaceAll(/([A-Z])/g, "_$1").toUpperCase();
}
