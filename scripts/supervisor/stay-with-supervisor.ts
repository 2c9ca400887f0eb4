/**
 * Loaded into the web server and the worker before their own code (`node --import`): when the
 * supervisor is killed its channel closes, and they end too instead of holding port and queue.
 */
const grace = 10_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), grace).unref();
  process.kill(process.pid, "SIGTERM");
});

// The channel must not keep a process alive that has nothing else to do.
process.channel?.unref();
