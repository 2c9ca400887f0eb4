import { Client } from "pg";

/**
 * Opens one connection, does some work on it and closes it again, whatever happens. Throws what
 * connecting or the work throws. For set-up and administration; the app itself has a pool.
 */
export async function withClient<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "bright-run",
  });
  // A server that goes away is told by the next query; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
