import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { pino } from "pino";
import type { Actor, Context } from "#/core/context.ts";
import { createExport } from "#/core/exports/create-export.ts";
import { connectDatabase } from "#/platform/db/connect.ts";

/** What a process of its own is to do with exports. */
export interface ExportTask {
  appUrl: string;
  workspaceId: string;
  actor: Actor;
  projectId: string;
  /** Makes an export, or answers the API over HTTP. */
  task: "create" | "serve";
  /** Where it is to end as if its power were cut: at the n-th statement, before or after it was sent. */
  killAt: { statement: number; isSent: boolean } | null;
}

const told: ExportTask = JSON.parse(process.env["BRIGHT_TEST_EXPORT"] ?? "");
const { workspaceId, actor, projectId } = told;
const { db } = connectDatabase(told.appUrl, 3);
const log = pino({ level: "silent" });
const ctx: Context = { db, log, workspaceId, actor, requestId: randomUUID() };
// The test is gone: nobody would end this process.
process.stdin.on("end", () => process.exit(0)).resume();

const cutPower = () => process.kill(process.pid, "SIGKILL");
let statements = 0;
Client.prototype.query = new Proxy(Client.prototype.query, {
  apply: (query, client, given) => {
    statements += 1;
    const isHere = statements === told.killAt?.statement;
    if (isHere && told.killAt?.isSent === false) cutPower();
    const answer: unknown = Reflect.apply(query, client, given);
    if (isHere) setImmediate(cutPower);
    return answer;
  },
});

/** The product's own handler, behind a plain server. */
async function answerHttp(): Promise<void> {
  // Loaded here alone: the whole API takes seconds.
  const [{ handle }, { serve }] = await Promise.all([
    import("#/api/handle.ts"),
    import("../serve.ts"),
  ]);
  serve(ctx);
  const answer = async (asked: IncomingMessage, reply: ServerResponse) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(asked.headers)) headers.set(name, String(value));
    const request = new Request(`http://127.0.0.1:3000${asked.url}`, { headers });
    const response = await handle("openapi", request);
    reply.writeHead(response.status, Object.fromEntries(response.headers));
    // Whoever went away is no reason to end.
    await pipeline(Readable.from(response.body ?? []), reply).catch(() => undefined);
  };
  const server = createServer((asked, reply) => void answer(asked, reply));
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo;
    process.stdout.write(`${JSON.stringify({ port })}\n`);
  });
}

if (told.task === "serve") await answerHttp();
else {
  process.stdout.write("{}\n");
  // Its connection may be taken from it: the test looks at what stands then.
  await createExport({ ctx, input: { projectId } }).catch(() => process.exit(1));
  process.stdout.write(`${JSON.stringify({ statements })}\n`, () => process.exit(0));
}
