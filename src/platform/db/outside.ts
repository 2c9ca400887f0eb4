import { createHmac } from "node:crypto";
import { Client } from "pg";
import { errorCode, StartError } from "#/platform/start-error.ts";

/** Both ways into a database. */
export type DatabaseUrls = { ownerUrl: string; appUrl: string };

const kept = "Nothing was changed.";

/**
 * Checks a Postgres that somebody else runs before anything is done to it: reachable, version 15 or
 * newer, writable, sessions kept for each connection, and an owner who sees all rows.
 * Throws a `StartError` for the first that fails. `appPassword` is used when the owner has none.
 */
export async function openOutsideDatabase(options: {
  databaseUrl: string;
  databaseAppUrl: string | undefined;
  appPassword: string;
}): Promise<DatabaseUrls> {
  const { databaseUrl } = options;
  if (isTransactionPooler(databaseUrl)) throw poolerFault();
  const [first, second] = await Promise.all([connect(databaseUrl), connect(databaseUrl)]);
  try {
    await refuseUnfit(first);
    if (await sharesSessions(first, second)) throw poolerFault();
  } finally {
    await Promise.all([first.end(), second.end()]);
  }
  const appUrl = options.databaseAppUrl ?? derivedAppUrl(databaseUrl, options.appPassword);
  return { ownerUrl: databaseUrl, appUrl };
}

/**
 * Whether two open connections are served by the same server session in turns, as a pooler in
 * transaction mode does: locks and settings of a session would then leak or vanish.
 */
export async function sharesSessions(
  first: Pick<Client, "query">,
  second: Pick<Client, "query">,
): Promise<boolean> {
  const seen = [new Set<number>(), new Set<number>()] as const;
  for (let round = 0; round < 4; round += 1) {
    seen[0].add(await sessionOf(first));
    seen[1].add(await sessionOf(second));
  }
  return (
    seen[0].size > 1 || seen[1].size > 1 || [...seen[0]].some((session) => seen[1].has(session))
  );
}

/**
 * The app role's connection where none was given. The password follows from the owner's, so that
 * several machines with the same DATABASE_URL agree without having to exchange it. Roles belong to the
 * whole server, so the name has the database in it: two products on one server don't take each other's.
 */
export function derivedAppUrl(databaseUrl: string, appPassword: string): string {
  const url = new URL(databaseUrl);
  const ownerPassword = decodeURIComponent(url.password);
  const project = url.hostname.endsWith(".pooler.supabase.com")
    ? /\.[^.]*$/.exec(url.username)
    : null;
  url.username = `bright_app${ownPart(url.pathname)}${project?.[0] ?? ""}`;
  url.password =
    ownerPassword === ""
      ? appPassword
      : createHmac("sha256", ownerPassword).update("bright-run app role").digest("base64url");
  return url.href;
}

function ownPart(pathname: string): string {
  const database = decodeURIComponent(pathname.slice(1)).toLowerCase();
  const plain = database.replaceAll(/[^a-z0-9_]+/g, "_").slice(0, 40);
  return plain === "" ? "" : `_${plain}`;
}

async function sessionOf(client: Pick<Client, "query">): Promise<number> {
  const result = await client.query<{ session: number }>("select pg_backend_pid() as session");
  return result.rows[0]?.session ?? 0;
}

/** Supabase's pooler keeps a session per connection on port 5432 and per transaction on 6543. */
function isTransactionPooler(databaseUrl: string): boolean {
  const { hostname, port } = new URL(databaseUrl);
  return port === "6543" && /\.supabase\.(com|co)$/.test(hostname);
}

function poolerFault(): StartError {
  return new StartError(
    "DATABASE_URL leads through a connection pooler in transaction mode, where locks and settings of a session get lost. " +
      `${kept} Name the direct connection or the pooler's session mode instead (at Supabase: port 5432 rather than 6543), and start again.`,
  );
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    application_name: "bright-run",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new StartError(
      `The database in DATABASE_URL (${place(databaseUrl)}) can't be opened: ${connectFault(error)}. ` +
        `${kept} Correct DATABASE_URL or start that database, and start again.`,
    );
  }
}

/** Host, port and database, without the user's name or password. */
function place(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}

function connectFault(error: unknown): string {
  const code = errorCode(error);
  const known: Record<string, string> = {
    ECONNREFUSED: "nothing listens there",
    ENOTFOUND: "its host name isn't known",
    EAI_AGAIN: "its host name can't be looked up now",
    EHOSTUNREACH: "there is no way to its host",
    ENETUNREACH: "there is no way to its host",
    ETIMEDOUT: "it didn't answer in time",
    "28P01": "user or password is wrong",
    "28000": "that user may not sign in",
    "3D000": "there is no database of that name",
    "53300": "it has no connection left",
    "57P03": "it is just starting or stopping",
  };
  const message = error instanceof Error ? error.message : String(error);
  return known[code] ?? (/timeout/i.test(message) ? "it didn't answer within 10 seconds" : message);
}

type Fitness = { version: number; name: string; copy: boolean; sees_all: boolean; role: string };

/** Throws a `StartError` for a version, a standby or an owner that Bright Run can't work with. */
export async function refuseUnfit(client: Pick<Client, "query">): Promise<void> {
  const result = await client.query<Fitness>(`
    select current_setting('server_version_num')::int as version,
           split_part(current_setting('server_version'), ' ', 1) as name,
           pg_is_in_recovery() as copy,
           rolsuper or rolbypassrls as sees_all,
           rolname as role
      from pg_roles where rolname = current_user`);
  const found = result.rows[0];
  if (!found) return;
  if (found.version < 150_000) {
    throw new StartError(
      `The database in DATABASE_URL is Postgres ${found.name}, but Bright Run needs 15 or newer. ` +
        `${kept} Name a newer one in DATABASE_URL, or leave it out to use the one that comes with Bright Run.`,
    );
  }
  if (found.copy) {
    throw new StartError(
      `The database in DATABASE_URL is a read-only copy (a standby). ${kept} Name the primary one and start again.`,
    );
  }
  if (!found.sees_all) {
    throw new StartError(
      `The role "${found.role}" in DATABASE_URL doesn't see past row-level security, so migrations and backups would miss rows. ` +
        `${kept} Run "alter role ${found.role} bypassrls" as an administrator, or name another role, and start again.`,
    );
  }
}
