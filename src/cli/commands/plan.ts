import type { Command } from "commander";
import { CliError, exitCodes } from "../cli-error.ts";
import { addProjectCommand, type CommandLine } from "../command-line.ts";
import { openProject, type ProjectOptions } from "../find-project.ts";
import { wholeNumber } from "../read-number.ts";
import { factsText } from "../table-text.ts";
import { apportion } from "#/core/planning/apportion.ts";
import type { PlanPreview } from "#/core/planning/schema.ts";
import type { Tier } from "#/core/taxonomy/schema.ts";
import { formatCounted } from "#/lib/format.ts";

interface PlanOptions extends ProjectOptions {
  count?: number;
  template?: number;
  scenario?: number;
  edgeCase?: number;
  seed?: number;
  dryRun?: true;
}

/** The product's own mix of the three tiers. */
const mix = new Map<Tier, number>([
  ["template", 40],
  ["scenario", 35],
  ["edge_case", 15],
]);

/** `bright plan`: adds rows to the plan, or shows what it would add. */
export function addPlan(program: Command, line: CommandLine): void {
  const rows = (option: string) => wholeNumber(option, 0, 10_000);
  addProjectCommand(program, "plan", "add rows to the plan")
    .option("-n, --count <n>", "rows altogether, 40:35:15 over the tiers", rows("--count"))
    .option("--template <n>", "rows that follow an emotional arc", rows("--template"))
    .option("--scenario <n>", "rows that are set in a scenario", rows("--scenario"))
    .option("--edge-case <n>", "rows about a boundary", rows("--edge-case"))
    .option(
      "--seed <n>",
      "the same seed gives the same plan",
      wholeNumber("--seed", 0, 2_147_483_647),
    )
    .option("--dry-run", "show what would be added, and add nothing")
    .action(async (options: PlanOptions) => {
      const counts = countsOf(options);
      const { client, project } = await openProject(line, options);
      const input = {
        projectId: project.id,
        counts,
        ...(options.seed !== undefined && { seed: options.seed }),
      };
      const preview = await client.planning.preview(input);
      if (options.dryRun) {
        line.answer({ data: preview, text: `${previewText(preview)}\nNothing was added.` });
        return;
      }
      const { added } = await client.planning.create(input);
      const { byTier, warnings } = preview;
      const sentence = `Added ${formatCounted(added, "row")} to the plan of "${project.name}".`;
      line.answer({ data: { added, byTier, warnings }, text: [sentence, ...warnings].join("\n") });
    });
}

function countsOf({ count, template, scenario, edgeCase }: PlanOptions): Record<Tier, number> {
  const single = [template, scenario, edgeCase].some((each) => each !== undefined);
  if (single === (count !== undefined)) {
    throw new CliError(
      exitCodes.usage,
      "Say how many rows: --count, or any of --template, --scenario and --edge-case. Nothing was added.",
    );
  }
  if (count === undefined) {
    return { template: template ?? 0, scenario: scenario ?? 0, edge_case: edgeCase ?? 0 };
  }
  const shared = apportion(mix, count);
  const of = (tier: Tier) => shared.get(tier) ?? 0;
  return { template: of("template"), scenario: of("scenario"), edge_case: of("edge_case") };
}

function previewText({ total, byTier, existing, spread, warnings }: PlanPreview): string {
  const facts = Object.entries(byTier).map(([tier, count]) => [tier, String(count)] as const);
  const spreads = Object.entries(spread).map(([dimension, values]) => {
    const counts = Object.entries(values).filter(([, count]) => count > 0);
    return [dimension, counts.map(([value, count]) => `${value} ${count}`).join(", ")] as const;
  });
  return [
    `${formatCounted(total, "row")} would be added to the ${existing} that stand.`,
    factsText([...facts, ...spreads]),
    ...warnings,
  ].join("\n");
}
