import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

test("reads UTF-8 and UTF-16 by their marks, and shows what is neither", () => {
  expect(decodeText(Buffer.from("\uFEFFnaïve"))).toBe("naïve");
  expect(decodeText(Buffer.from("\uFEFFnaïve", "utf16le"))).toBe("naïve");
  expect(decodeText(Buffer.from("\uFEFFnaïve", "utf16le").swap16())).toBe("naïve");
  expect(decodeText(Buffer.from("na\xefve", "latin1"))).toBe("na\uFFFDve");
});
