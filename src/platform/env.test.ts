import { resolve } from "node:path";
import { expect, test } from "vitest";
import { isLoopback, readProcessSettings } from "./env.ts";
import { readSettings } from "./supervisor-env.ts";

test("nothing set gives loopback, port 3000 and the embedded database in the repository", () => {
  expect(readSettings({ PORT: "" })).toEqual({
    port: 3000,
    host: "127.0.0.1",
    dataDirectory: resolve(import.meta.dirname, "../../.bright"),
    databaseUrl: undefined,
    databaseAppUrl: undefined,
  });
});

test.each([
  [{ PORT: "80a" }, /^The setting PORT is "80a"; it must be a whole number from 1 to 65535\./],
  [{ PORT: "70000" }, /^The setting PORT is "70000"/],
  [{ HOST: "my host" }, /^The setting HOST is "my host"; it must be an address or a host name/],
  [
    { DATABASE_URL: "mysql://me:hidden@host/db" },
    /^The setting DATABASE_URL is not a Postgres address; it must look like postgres:/,
  ],
  [
    { DATABASE_APP_URL: "postgres://app@host/db" },
    /^DATABASE_APP_URL is set but DATABASE_URL is not/,
  ],
])("%j is refused with a sentence that names the setting", (environment, sentence) => {
  expect(() => readSettings(environment)).toThrow(sentence);
  expect(() => readSettings(environment)).not.toThrow(/hidden/);
});

test("web server and worker must be given the app's connection and the data folder", () => {
  const environment = {
    BRIGHT_DATA_DIR: "/data",
    DATABASE_APP_URL: "postgres://app:secret@host:5432/db",
  };
  expect(readProcessSettings(environment)).toEqual({
    port: 3000,
    host: "127.0.0.1",
    dataDirectory: resolve("/data"),
    databaseAppUrl: environment.DATABASE_APP_URL,
    setupToken: undefined,
  });
  expect(() => readProcessSettings({ BRIGHT_DATA_DIR: "/data" })).toThrow(
    /^The setting DATABASE_APP_URL is missing/,
  );
});

test("only addresses of this machine count as loopback", () => {
  expect(["127.0.0.1", "127.9.9.9", "::1", "localhost"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "::", "192.168.0.4", "127.0.0.1.example.org"].some(isLoopback)).toBe(false);
});
