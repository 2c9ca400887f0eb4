import { startEmbeddedPostgres } from "./embedded.ts";

/** Starts the Postgres of the folder given, writes one row, says so and waits to be killed. */
const [dataDirectory = "", password = ""] = process.argv.slice(2);
const postgres = await startEmbeddedPostgres({ dataDirectory, password, durable: false });
process.stdout.write(`${postgres.processId}\n`);
setInterval(() => undefined, 60_000);
