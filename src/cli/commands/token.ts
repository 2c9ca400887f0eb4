import type { Command } from "commander";
import { CliError, exitCodes } from "../cli-error.ts";
import { addCommand, type CommandLine } from "../command-line.ts";
import { wholeNumber } from "../read-number.ts";
import { tableText } from "../table-text.ts";
import { type Role, roles } from "#/core/workspaces/schema.ts";
import type { ApiToken } from "#/core/workspaces/token-schema.ts";
import { formatDay, formatMoment } from "#/lib/format.ts";

interface CreateOptions {
  name: string;
  role: Role;
  expiresInDays?: number | null;
}

/** `bright token create | list | revoke`. */
export function addToken(program: Command, line: CommandLine): void {
  const token = program.command("token").description("API tokens, with which programs act for you");
  addCommand(token, "create", "make a token; it is printed this once")
    .requiredOption("--name <name>", "what will use it")
    .requiredOption("--role <role>", `at most your own: ${roles.join(", ")}`, readRole)
    .option("--expires-in-days <days>", 'days it works, 90 unless said; or "never"', readDays)
    .action(async ({ name, role, expiresInDays }: CreateOptions) => {
      const client = await line.connect();
      const input = { name, role, ...(expiresInDays !== undefined && { expiresInDays }) };
      const made = await client.tokens.create(input);
      line.note(`The token "${made.name}" ${endOf(made)}. It is printed only now:`);
      line.answer({ data: made, text: made.token });
    });
  addCommand(token, "list", "list the tokens that work", { isDefault: true }).action(async () => {
    const found = await (await line.connect()).tokens.list();
    line.answer({ data: found, text: found.length > 0 ? tokensText(found) : "There is no token." });
  });
  addCommand(token, "revoke <token>", "end a token, by its name, first characters or id").action(
    async (wanted: string) => {
      const client = await line.connect();
      const found = chooseToken(await client.tokens.list(), wanted);
      await client.tokens.revoke({ tokenId: found.id });
      const sentence = `Revoked "${found.name}" (${found.startsWith}...): it opens nothing any more.`;
      line.answer({ data: { revoked: found }, text: sentence });
    },
  );
}

function readRole(text: string): Role {
  const role = roles.find((known) => known === text.toLowerCase());
  if (role) return role;
  throw new CliError(
    exitCodes.usage,
    `"${text}" is no role; there are ${roles.join(", ")}. Nothing was made.`,
  );
}

function readDays(text: string): number | null {
  return text === "never" ? null : wholeNumber("--expires-in-days", 1, 3650)(text);
}

function endOf({ expiresAt }: Pick<ApiToken, "expiresAt">): string {
  return expiresAt ? `works until ${formatMoment(expiresAt)}` : "works until it is revoked";
}

function chooseToken(tokens: readonly ApiToken[], wanted: string): ApiToken {
  const found = tokens.filter(({ id, name, startsWith }) =>
    [id, name, startsWith].includes(wanted),
  );
  const [only] = found;
  if (only && found.length === 1) return only;
  throw only
    ? new CliError(
        exitCodes.usage,
        `Several tokens are called "${wanted}": ${found.map(({ startsWith }) => startsWith).join(", ")}. Nothing was revoked; name one by these characters.`,
      )
    : new CliError(
        exitCodes.notFound,
        `No token that works is called "${wanted}". Nothing was revoked; bright token list names them.`,
      );
}

function tokensText(tokens: readonly ApiToken[]): string {
  return tableText<ApiToken>(
    [
      { heading: "TOKEN", cell: ({ startsWith }) => `${startsWith}...` },
      { heading: "NAME", cell: ({ name }) => name },
      { heading: "ROLE", cell: ({ role }) => role },
      { heading: "MADE BY", cell: ({ createdByName }) => createdByName },
      {
        heading: "LAST USED",
        cell: ({ lastUsedAt }) => (lastUsedAt ? formatMoment(lastUsedAt) : "never"),
      },
      { heading: "ENDS", cell: ({ expiresAt }) => (expiresAt ? formatDay(expiresAt) : "never") },
    ],
    tokens,
  );
}
