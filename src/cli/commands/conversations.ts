import type { Command } from "commander";
import { CliError, exitCodes } from "../cli-error.ts";
import { addProjectCommand, collect, type CommandLine } from "../command-line.ts";
import { openProject, type ProjectOptions } from "../find-project.ts";
import { type FilterOptions, readFilter } from "../read-filter.ts";
import { wholeNumber } from "../read-number.ts";
import { tableText } from "../table-text.ts";
import {
  type ConversationRow,
  type ConversationSort,
  labelSortSchema,
  sortKeys,
} from "#/core/conversations/schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { nearWords } from "#/lib/near-words.ts";

interface ListOptions extends ProjectOptions, FilterOptions {
  sort?: string;
  page: number;
  pageSize: number;
}

/** `bright conversations`: the table, with its filters. */
export function addConversations(program: Command, line: CommandLine): void {
  addProjectCommand(program, "conversations", "list conversations")
    .option(
      "-f, --filter <key=values>",
      "such as persona=saver,spender or status=approved",
      collect,
    )
    .option("--search <words>", "words in the reference or the title")
    .option(
      "--sort <key>",
      `one of ${sortKeys.join(", ")}, label.<dimension>; -key for the other way round`,
    )
    .option("--page <n>", "the page", wholeNumber("--page", 1), 1)
    .option("--page-size <n>", "rows a page", wholeNumber("--page-size", 1, 200), 50)
    .action(async (options: ListOptions) => {
      const sort = sortOf(options.sort);
      const { client, project } = await openProject(line, options);
      const filter = await readFilter(client, project.id, options);
      const { page, pageSize } = options;
      const found = await client.conversations.list({
        projectId: project.id,
        filter,
        sort,
        page,
        pageSize,
      });
      const last = Math.max(1, Math.ceil(found.total / pageSize));
      const end = `${formatCounted(found.total, "conversation")}, page ${page} of ${last}.`;
      const text = found.rows.length > 0 ? `${rowsText(found.rows)}\n\n${end}` : end;
      line.answer({ data: found, text });
    });
}

function sortOf(text: string | undefined): ConversationSort {
  if (text === undefined) return { key: "position", direction: "asc" };
  const name = text.replace(/^-/, "");
  const key = sortKeys.find((known) => known === name) ?? labelSortSchema.safeParse(name).data;
  if (key) return { key, direction: text.startsWith("-") ? "desc" : "asc" };
  const near = nearWords(name, sortKeys);
  const instead =
    near.length > 0 ? `did you mean ${near.join(" or ")}?` : `there are ${sortKeys.join(", ")}.`;
  throw new CliError(
    exitCodes.usage,
    `Nothing can be sorted by "${text}"; ${instead} Nothing was done.`,
  );
}

function rowsText(rows: readonly ConversationRow[]): string {
  return tableText<ConversationRow>(
    [
      { heading: "REFERENCE", cell: ({ reference }) => reference },
      { heading: "STATUS", cell: ({ badge }) => badge.replaceAll("_", " ") },
      {
        heading: "SCORE",
        cell: ({ score }) => (score === null ? "" : score.toFixed(1)),
        right: true,
      },
      { heading: "TIER", cell: ({ tier }) => tier },
      { heading: "PERSONA", cell: ({ labels }) => labels["persona"] ?? "" },
      { heading: "EMOTION", cell: ({ labels }) => labels["emotion"] ?? "" },
      { heading: "PRACTICE", cell: ({ isPractice }) => (isPractice ? "yes" : "") },
      { heading: "TITLE", cell: ({ title }) => title },
    ],
    rows,
  );
}
