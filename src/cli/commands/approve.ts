import type { Command } from "commander";
import type { CommandLine } from "../command-line.ts";
import { addDecision } from "../decide-command.ts";

/** `bright approve <references or ids...>` or `bright approve --filter ...`. */
export function addApprove(program: Command, line: CommandLine): void {
  addDecision(program, line, { decision: "approve", past: "Approved" });
}
