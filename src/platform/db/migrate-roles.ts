import type { Client } from "pg";
import { errorCode, StartError } from "#/platform/start-error.ts";
import { withClient } from "./with-client.ts";

/** Holds the app's rights; migrations grant to it, and login roles are members of it. */
export const appGroup = "bright_app_group";

/**
 * Makes the group when it is missing. Throws a `StartError` when the owner may not; it names all that an
 * administrator has to run, the login role of `appUrl` among it.
 */
export async function ensureAppGroup(client: Client, appUrl: string): Promise<void> {
  if (await roleExists(client, appGroup)) return;
  try {
    await client.query(`create role ${appGroup} nologin`);
  } catch (error) {
    // Roles belong to the whole server: another database's start may have made it just now.
    if (["42710", "23505"].includes(errorCode(error))) return;
    const { name } = roleOf(appUrl);
    const login = client.escapeIdentifier(name);
    const make = (await roleExists(client, name))
      ? ""
      : ` create role ${login} login password '...';`;
    throw mayNot(error, `create role ${appGroup} nologin;${make} grant ${appGroup} to ${login}`);
  }
}

/**
 * Makes the login role that `appUrl` names, or gives it that password when it can't sign in, and
 * puts it into the group. Throws a `StartError` when the owner may not, or the role sees everything.
 */
export async function ensureAppRole(client: Client, appUrl: string): Promise<void> {
  const { name: plainName, password: plainPassword } = roleOf(appUrl);
  const name = client.escapeIdentifier(plainName);
  const password = client.escapeLiteral(plainPassword);
  const exists = await roleExists(client, plainName);
  if (exists) await refusePowerful(client, plainName);
  const member = await client.query<{ member: boolean }>(
    "select coalesce(bool_or(pg_has_role(oid, $2, 'member')), false) as member from pg_roles where rolname = $1",
    [plainName, appGroup],
  );
  if (exists && member.rows[0]?.member === true && (await signInFault(appUrl)) === undefined)
    return;
  const grant = `grant ${appGroup} to ${name}`;
  if (!exists || (await signInFault(appUrl)) !== undefined) {
    const statement = `${exists ? "alter" : "create"} role ${name} login password`;
    await run(client, `${statement} ${password}`, `${statement} '...'; ${grant}`);
  }
  if (member.rows[0]?.member !== true) await run(client, grant, grant);
  const fault = await signInFault(appUrl);
  if (fault === undefined) return;
  throw new StartError(
    `The app's role "${plainName}" can't sign in to the database; it said: ${fault}. What is stored was left as it is. ` +
      "Let that role connect (pg_hba.conf, CONNECT on the database), or name another one in DATABASE_APP_URL, and start again.",
  );
}

/** Role and password in a connection; Supabase's pooler wants the project after the role ("role.project"). */
function roleOf(url: string): { name: string; password: string } {
  const { username, password, hostname } = new URL(url);
  const name = decodeURIComponent(username);
  const plain = hostname.endsWith(".pooler.supabase.com") ? name.replace(/\.[^.]*$/, "") : name;
  return { name: plain, password: decodeURIComponent(password) };
}

async function roleExists(client: Client, name: string): Promise<boolean> {
  const found = await client.query("select 1 from pg_roles where rolname = $1", [name]);
  return found.rowCount === 1;
}

async function refusePowerful(client: Client, name: string): Promise<void> {
  const found = await client.query<{ powerful: boolean; owner: boolean }>(
    "select rolsuper or rolbypassrls as powerful, rolname = current_user as owner from pg_roles where rolname = $1",
    [name],
  );
  const row = found.rows[0];
  if (!row?.powerful && !row?.owner) return;
  throw new StartError(
    `DATABASE_APP_URL signs in as "${name}", which ${row.owner ? "is the owner itself" : "sees past row-level security"}, so workspaces would not be kept apart. ` +
      "Nothing was changed. Name an ordinary role in DATABASE_APP_URL, or leave it out to have one made.",
  );
}

/** Why a connection can't be opened, or undefined when it can. */
async function signInFault(url: string): Promise<string | undefined> {
  try {
    return await withClient(url, async () => undefined);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function run(client: Client, statement: string, shown: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    throw mayNot(error, shown);
  }
}

function mayNot(error: unknown, statement: string): unknown {
  if (errorCode(error) !== "42501") return error;
  return new StartError(
    `The role in DATABASE_URL may not make or change roles, which Bright Run needs for its app role. Nothing else was changed. ` +
      `Give it CREATEROLE, or run this once as an administrator and start again: ${statement};`,
  );
}
