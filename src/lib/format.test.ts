import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatCounted,
  formatDay,
  formatDuration,
  formatMoney,
  formatMoment,
  formatNear,
  formatShare,
  formatWholeMoney,
} from "./format.ts";

describe("counts", () => {
  it("groups thousands", () => expect(formatCount(1_234_567)).toBe("1,234,567"));
  it("agrees with its noun", () => {
    expect(formatCounted(1, "document")).toBe("1 document");
    expect(formatCounted(0, "document")).toBe("0 documents");
    expect(formatCounted(1_200, "person", "people")).toBe("1,200 people");
  });
});

describe("money", () => {
  it("comes from millionths", () => {
    expect(formatMoney(0)).toBe("$0.00");
    expect(formatMoney(1_240_000)).toBe("$1.24");
    expect(formatMoney(1_234_500_000, "EUR")).toBe("€1,234.50");
  });
  it("never shows a small cost as nothing", () => {
    expect(formatMoney(1)).toBe("less than $0.01");
    expect(formatMoney(4_999)).toBe("less than $0.01");
    expect(formatMoney(5_000)).toBe("$0.01");
  });
});

it("shows whole money without hundredths", () => {
  expect(formatWholeMoney(38_000)).toBe("$38,000");
  expect(formatWholeMoney(1_200, "EUR")).toBe("€1,200");
});

describe("durations", () => {
  it.each([
    [0.2, "less than 1 s"],
    [8.4, "8 s"],
    [59.4, "59 s"],
    [59.6, "1 min"],
    [125, "2 min"],
    [3_590, "1 h"],
    [3_900, "1 h 5 min"],
    [90_000, "1 d 1 h"],
  ])("%d s is %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe("bytes and shares", () => {
  it.each([
    [1, "1 byte"],
    [12_400, "12 kB"],
    [999_700, "1.0 MB"],
    [4_200_000, "4.2 MB"],
  ])("%d is %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));
  it("rounds a share, and keeps the ends honest", () => {
    expect(formatShare(0)).toBe("0%");
    expect(formatShare(0.001)).toBe("<1%");
    expect(formatShare(0.43)).toBe("43%");
    expect(formatShare(0.999)).toBe(">99%");
    expect(formatShare(1)).toBe("100%");
  });
});

describe("moments", () => {
  it("names day and time", () => {
    const moment = new Date(2026, 2, 4, 14, 5);
    expect(formatMoment(moment)).toMatch(/2026.*(14:05|2:05)/u);
    expect(formatDay(moment)).toMatch(/Mar.*2026/u);
  });
});

describe("moments near by", () => {
  const now = new Date(2026, 2, 4, 12, 0);
  const at = (day: number, hour: number) => formatNear(new Date(2026, 2, day, hour, 5), now);
  it("says the time alone for today", () => expect(at(4, 14)).toMatch(/^(14:05|2:05.PM)$/));
  it("adds the day within a week", () => expect(at(5, 14)).toMatch(/^Thu/));
  it("adds the date beyond", () => expect(at(25, 14)).toMatch(/25/));
});
