import pg from "pg";
import { errorCode, StartError } from "#/platform/start-error.ts";

/** The role that web server and worker sign in as; `password` is absent when its owner gave it none. */
export type AppRole = { name: string; password: string };

/** Holds the app's rights; migrations grant to it, and login roles are members of it. */
export const appGroup = "bright_app_group";

/** Makes the group when it is missing. Throws a `StartError` when the owner may not. */
export async function ensureAppGroup(client: pg.Client): Promise<void> {
  if (await roleExists(client, appGroup)) return;
  try {
    await client.query(`create role ${appGroup} nologin`);
  } catch (error) {
    // Roles belong to the whole server: another database's start may have made it just now.
    if (["42710", "23505"].includes(errorCode(error))) return;
    throw mayNot(error, `create role ${appGroup} nologin`);
  }
}

/**
 * Makes the login role, or gives it this password when it can't sign in with it, and puts it into
 * the group. Throws a `StartError` when the owner may not, or when the role could see everything.
 */
export async function ensureAppRole(client: pg.Client, role: AppRole): Promise<void> {
  const name = client.escapeIdentifier(role.name);
  const password = client.escapeLiteral(role.password);
  if (await roleExists(client, role.name)) {
    await refusePowerful(client, role.name);
    if (!(await canSignIn(client, role))) {
      await run(
        client,
        `alter role ${name} login password ${password}`,
        `alter role ${name} login password '...'`,
      );
    }
  } else {
    await run(
      client,
      `create role ${name} login password ${password}`,
      `create role ${name} login password '...'`,
    );
  }
  const member = await client.query<{ member: boolean }>(
    "select pg_has_role($1, $2, $3) as member",
    [role.name, appGroup, "member"],
  );
  if (member.rows[0]?.member === true) return;
  const grant = `grant ${appGroup} to ${name}`;
  await run(client, grant, grant);
}

async function roleExists(client: pg.Client, name: string): Promise<boolean> {
  const found = await client.query("select 1 from pg_roles where rolname = $1", [name]);
  return found.rowCount === 1;
}

async function refusePowerful(client: pg.Client, name: string): Promise<void> {
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

async function canSignIn(client: pg.Client, role: AppRole): Promise<boolean> {
  const attempt = new pg.Client({
    host: client.host,
    port: client.port,
    database: client.database,
    ssl: client.ssl,
    user: role.name,
    password: role.password,
    connectionTimeoutMillis: 10_000,
  });
  attempt.on("error", () => undefined);
  try {
    await attempt.connect();
    return true;
  } catch (error) {
    if (["28P01", "28000"].includes(errorCode(error))) return false;
    throw error;
  } finally {
    await attempt.end().catch(() => undefined);
  }
}

async function run(client: pg.Client, statement: string, shown: string): Promise<void> {
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
