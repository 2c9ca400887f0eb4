import { expect, test } from "vitest";
import { whereLine } from "./item-words.ts";
import { formatNear } from "#/lib/format.ts";

const now = new Date("2026-03-04T10:05:00Z");
const since = new Date("2026-03-04T09:00:00Z");
const readyBy = new Date("2026-03-05T09:00:00Z");

test("a conversation that the vendor has says since when, and by when where that is known", () => {
  const known = whereLine({ waitsFor: null, withVendor: { since, readyBy } }, now);
  expect(known).toBe(
    `with the vendor since ${formatNear(since, now)}, ready by ${formatNear(readyBy, now)}, mostly sooner`,
  );
  expect(whereLine({ waitsFor: null, withVendor: { since, readyBy: null } }, now)).toBe(
    `with the vendor since ${formatNear(since, now)}`,
  );
});

test("one that waits says for what; one that is simply next says nothing", () => {
  expect(whereLine({ waitsFor: "money", withVendor: null }, now)).toBe(
    "waits until there is money again",
  );
  expect(whereLine({ waitsFor: "vendor", withVendor: null }, now)).toBe(
    "waits until the vendor takes batches again",
  );
  expect(whereLine({ waitsFor: null, withVendor: null }, now)).toBeNull();
});
