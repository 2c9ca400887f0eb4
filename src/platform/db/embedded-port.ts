import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Whether a TCP port can be listened on now; false also when this user may not (below 1024). */
export async function portIsFree(port: number, host: string): Promise<boolean> {
  return (await portFault(port, host)) === "";
}

/** The code of the error that listening gives ("EADDRINUSE", "EACCES"), or an empty text. */
export async function portFault(port: number, host: string): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve("")));
  });
}

/**
 * A free port on 127.0.0.1, the wanted one if it is free. Below the range that systems hand out to
 * outgoing connections, so that nothing takes it by chance between two starts.
 */
export async function choosePort(wanted: number | undefined): Promise<number> {
  let port = wanted ?? randomInt(15_432, 25_432);
  while (!(await portIsFree(port, "127.0.0.1"))) port = randomInt(15_432, 25_432);
  return port;
}
