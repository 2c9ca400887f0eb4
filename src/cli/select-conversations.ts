import { CliError, exitCodes } from "./cli-error.ts";
import type { Client } from "./connect.ts";
import { type FilterOptions, readFilter } from "./read-filter.ts";
import type {
  ConversationFilter,
  ConversationRow,
  Selection,
} from "#/core/conversations/schema.ts";
import { isUuid } from "#/lib/uuid.ts";

const MOST_ROWS_A_PAGE = 200;

/** The conversation that is meant, by id or by a reference such as T-012. @throws CliError when there is none */
export async function findConversationId(
  client: Client,
  projectId: string,
  wanted: string,
): Promise<string> {
  if (isUuid(wanted)) return wanted;
  const found = await listRows(client, projectId, { search: wanted }, Infinity);
  const same = found.filter(({ reference }) => reference.toLowerCase() === wanted.toLowerCase());
  if (same[0]) return same[0].id;
  throw new CliError(
    exitCodes.notFound,
    `No conversation of this project has the reference "${wanted}". Nothing was done; bright conversations lists them.`,
  );
}

/** The conversations that are named, or those that a filter matches. @throws CliError for both or neither */
export async function selectConversations(
  client: Client,
  projectId: string,
  named: readonly string[],
  options: FilterOptions,
): Promise<Selection> {
  const filtered = options.filter !== undefined || options.search !== undefined;
  if (filtered === named.length > 0) {
    throw new CliError(
      exitCodes.usage,
      "Name conversations by reference or id, or choose them with --filter: one of the two. Nothing was done.",
    );
  }
  if (filtered) return { kind: "filter", filter: await readFilter(client, projectId, options) };
  return { kind: "ids", ids: await findConversationIds(client, projectId, named) };
}

export async function findConversationIds(
  client: Client,
  projectId: string,
  named: readonly string[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const each of named) ids.push(await findConversationId(client, projectId, each));
  return [...new Set(ids)];
}

/** The first `most` rows that a filter matches, in the plan's order. */
export async function listRows(
  client: Client,
  projectId: string,
  filter: ConversationFilter,
  most: number,
): Promise<ConversationRow[]> {
  const rows: ConversationRow[] = [];
  for (let page = 1; ; page += 1) {
    const asked = { projectId, filter, page, pageSize: MOST_ROWS_A_PAGE };
    const found = await client.conversations.list(asked);
    rows.push(...found.rows.slice(0, most - rows.length));
    if (rows.length >= most || page * MOST_ROWS_A_PAGE >= found.total) return rows;
  }
}
