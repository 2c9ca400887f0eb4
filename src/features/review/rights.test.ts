import { expect, test } from "vitest";
import { rightsOn } from "./rights.ts";

const version = (number: number) => ({
  id: String(number),
  number,
  origin: "generated" as const,
  writer: null,
  isPractice: false,
  templateName: null,
  templateVersion: null,
  score: null,
  createdByName: "Nora",
  createdAt: new Date(0),
});
const written = {
  origin: "planned" as const,
  generationState: "generated" as const,
  versions: [version(1), version(2)],
  shownVersion: version(2),
};
const editor = { decides: true, writes: true };

test("the current text of a planned conversation takes decisions and notes", () => {
  expect(rightsOn(written, editor)).toEqual({
    isOld: false,
    mayDecide: true,
    mayNote: true,
    mayWriteAgain: true,
  });
});

test("an older version is there to be read", () => {
  expect(rightsOn({ ...written, shownVersion: version(1) }, editor)).toEqual({
    isOld: true,
    mayDecide: false,
    mayNote: false,
    mayWriteAgain: false,
  });
});

test("a seed takes notes and no decision", () => {
  const seed = rightsOn({ ...written, origin: "seed" }, editor);
  expect(seed).toMatchObject({ mayDecide: false, mayNote: true, mayWriteAgain: false });
});

test("nothing is decided without a text or while it is being written", () => {
  const empty = { ...written, versions: [], shownVersion: null };
  expect(rightsOn(empty, editor).mayDecide).toBe(false);
  for (const generationState of ["queued", "generating"] as const) {
    expect(rightsOn({ ...written, generationState }, editor).mayDecide).toBe(false);
  }
  expect(rightsOn({ ...written, generationState: "failed" }, editor).mayDecide).toBe(true);
});

test("a role that may only read gets no buttons", () => {
  expect(rightsOn(written, { decides: false, writes: false })).toMatchObject({
    mayDecide: false,
    mayNote: false,
    mayWriteAgain: false,
  });
});
