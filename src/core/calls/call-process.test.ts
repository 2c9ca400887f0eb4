import { expect, onTestFinished, test } from "vitest";
import { openCallProcess } from "./call-process.ts";
import { connectDatabase } from "#/platform/db/connect.ts";

const open = () => {
  // Nothing asks it.
  const { db, close } = connectDatabase("postgres://127.0.0.1:1/nowhere");
  const process = openCallProcess(db, { spoolDirectory: null });
  onTestFinished(async () => {
    await process.close();
    await close();
  });
  return process;
};

test.each([
  ["57P01", true],
  ["25P03", true],
  ["40P01", false],
  ["40001", false],
])("after %s the same is tried again; the database was away: %s", (code, wasAway) => {
  const { noteFailure, wasDatabaseAway } = open();
  expect(noteFailure(Object.assign(new Error("It failed."), { code }))).toBe(true);
  expect(wasDatabaseAway()).toBe(wasAway);
});

test("a failure of our own says nothing about the database", () => {
  const { noteFailure, wasDatabaseAway } = open();
  expect(noteFailure(new TypeError("no"))).toBe(false);
  expect(wasDatabaseAway()).toBe(false);
});
