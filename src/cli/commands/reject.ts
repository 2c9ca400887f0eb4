import type { Command } from "commander";
import type { CommandLine } from "../command-line.ts";
import { addDecision } from "../decide-command.ts";

/** `bright reject <references or ids...>` or `bright reject --filter ...`. */
export function addReject(program: Command, line: CommandLine): void {
  addDecision(program, line, { decision: "reject", past: "Rejected" });
}
