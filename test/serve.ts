import { allWriters } from "./vendors.ts";
import type { Context } from "#/core/context.ts";
import { createAuth } from "#/platform/auth/auth.ts";

const host = "127.0.0.1:3000";

/** Makes `handle` answer from a test's database. @returns how to sign in: it resolves to the cookie. */
export function serve(ctx: Context): (email: string, password: string) => Promise<string> {
  const auth = createAuth({ db: ctx.db, secret: "y".repeat(40), allowedHosts: [host] });
  globalThis.brightServices = Promise.resolve({
    settings: {
      port: 3000,
      host: "127.0.0.1",
      dataDirectory: "unused",
      databaseAppUrl: "unused",
      setupToken: undefined,
    },
    database: { db: ctx.db },
    auth,
    log: ctx.log,
    providers: allWriters(),
  });
  return async (email, password) => {
    const response = await auth.handler(
      new Request(`http://${host}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "content-type": "application/json", host, origin: `http://${host}` },
        body: JSON.stringify({ email, password }),
      }),
    );
    const cookies = response.headers.getSetCookie().map((each) => each.split(";")[0]);
    return cookies.join("; ");
  };
}

export function stopServing(): void {
  globalThis.brightServices = undefined;
}
