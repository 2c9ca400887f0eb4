import type { Command } from "commander";
import { exitCodes } from "../cli-error.ts";
import { addCommand, type CommandLine } from "../command-line.ts";
import { formatCounted } from "#/lib/format.ts";

/** `bright audit verify`: recomputes the chain of events. */
export function addAudit(program: Command, line: CommandLine): void {
  const audit = program.command("audit").description("the record of who did what");
  addCommand(audit, "verify", "check that no event was changed or taken away").action(async () => {
    const found = await (await line.connect()).audit.verify();
    const { intact, checked, head, brokenAt } = found;
    line.answer({
      data: found,
      text: intact
        ? `${formatCounted(checked, "event")} checked: the chain is whole. Its end is ${head.sequence} ${head.hash}.`
        : `The chain is broken at event ${brokenAt}: it, or one before it, was changed. Keep the database as it is and compare it with a backup.`,
      code: intact ? exitCodes.done : exitCodes.failed,
    });
  });
}
