import { describe, expect, test } from "vitest";
import { actionOfKey, type KeyStroke, reviewKeys } from "./review-keys.ts";

const plain: Omit<KeyStroke, "key"> = {
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  defaultPrevented: false,
};
const free = { isTyping: false, isCovered: false };
const everyKey = Object.entries(reviewKeys).flatMap(([action, { keys }]) =>
  keys.map((key) => ({ action, key })),
);

describe("actionOfKey", () => {
  test.each(everyKey)("$key does $action", ({ action, key }) => {
    expect(actionOfKey({ ...plain, key, shiftKey: key === "?" }, free)).toBe(action);
  });

  test("a letter does the same with caps lock on or off", () => {
    expect(actionOfKey({ ...plain, key: "a" }, free)).toBe("approve");
    expect(actionOfKey({ ...plain, key: "A" }, free)).toBe("approve");
  });

  test.each(everyKey)("$key does nothing while somebody types or a dialog is open", ({ key }) => {
    expect(actionOfKey({ ...plain, key }, { ...free, isTyping: true })).toBeUndefined();
    expect(actionOfKey({ ...plain, key }, { ...free, isCovered: true })).toBeUndefined();
  });

  test.each(["altKey", "ctrlKey", "metaKey", "repeat", "isComposing", "defaultPrevented"] as const)(
    "%s leaves every key to the browser",
    (guard) => {
      for (const { key } of everyKey) {
        expect(actionOfKey({ ...plain, key, [guard]: true }, free)).toBeUndefined();
      }
    },
  );

  test("Shift with a letter is no order, and other keys are nobody's", () => {
    expect(actionOfKey({ ...plain, key: "A", shiftKey: true }, free)).toBeUndefined();
    for (const key of ["Backspace", "Enter", " ", "Escape", "ArrowUp", "ArrowDown", "x"]) {
      expect(actionOfKey({ ...plain, key }, free)).toBeUndefined();
    }
  });
});
