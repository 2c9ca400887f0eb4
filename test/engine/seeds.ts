import { createHash } from "node:crypto";

const DAY_MS = 86_400_000;

/**
 * Seeds of one row: others each day, the same all day long, or the one of BRIGHT_SEED. The name of the test
 * says which, so that a failure can be played again: `BRIGHT_SEED=<n> npx vitest run test/fault-matrix`.
 * BRIGHT_SEEDS says how many; the soak takes 30.
 */
export function seedsOf(row: string, count = 2): number[] {
  const asked = process.env["BRIGHT_SEED"];
  if (asked) return [Number(asked)];
  const many = Number(process.env["BRIGHT_SEEDS"] ?? count);
  const day = Math.floor(Date.now() / DAY_MS);
  const first = createHash("sha256").update(`${row} ${day}`).digest().readUInt16BE(0);
  return Array.from({ length: many }, (_, place) => first * 100 + place);
}
