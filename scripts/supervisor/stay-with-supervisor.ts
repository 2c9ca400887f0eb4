import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

/**
 * Loaded into the web server and the worker before their own code (`node --import`), for two things
 * that Next doesn't do: end with the supervisor, and end event streams when told to stop.
 */
const grace = 10_000;
const openResponses = new Set<ServerResponse>();
let stopping = false;

// When the supervisor is killed its channel closes: port and queue must not stay occupied.
process.once("disconnect", () => {
  setTimeout(() => process.exit(1), grace).unref();
  process.kill(process.pid, "SIGTERM");
});

// A live page holds an event stream for ever, so that a stop would always wait out its grace.
subscribe("http.server.request.start", (message) => {
  const { response } = message as { response: ServerResponse };
  openResponses.add(response);
  response.once("close", () => openResponses.delete(response));
});
process.on("SIGTERM", () => {
  if (stopping) return;
  stopping = true;
  // From now on the channel must not keep a process alive that has nothing else to do.
  process.channel?.unref();
  const endStreams = () => {
    for (const response of openResponses) {
      const type = String(response.getHeader("content-type") ?? "");
      if (type.startsWith("text/event-stream")) response.destroy();
    }
  };
  endStreams();
  // One that was just being opened.
  setInterval(endStreams, 250).unref();
  // A listener takes the place of the signal's own effect, which a program without one relies on.
  if (process.listenerCount("SIGTERM") === 1) process.exit(0);
});
