import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { check } from "./check.ts";
import { requireChromium } from "./chromium.ts";
import { run } from "./run.ts";

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
});
const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Everything that has to hold: check, build, tests on a real Postgres, walks in a real browser. */
async function main(): Promise<boolean> {
  const reports = await mkdtemp(join(tmpdir(), "bright-test-"));
  try {
    const chromium = requireChromium();
    const sound = await check();
    const built = (await run("node", ["scripts/build.ts"])) === 0;
    const units = await runUnits(join(reports, "unit.json"));
    const walks = built ? await runWalks(join(reports, "e2e.json"), chromium) : nothingRan;
    const total = add(units.tally, walks.tally);
    console.log(
      `\ntests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
    );
    return sound && built && units.ok && walks.ok;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

const nothingRan = { ok: false, tally: { passed: 0, failed: 0, skipped: 0 } };

async function runUnits(file: string): Promise<{ ok: boolean; tally: Tally }> {
  const code = await run("vitest", [
    "run",
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  const report = vitestReport.parse(JSON.parse(await readFile(file, "utf8")));
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests,
  };
  return { ok: code === 0, tally };
}

async function runWalks(file: string, chromium: string): Promise<{ ok: boolean; tally: Tally }> {
  const code = await run("playwright", ["test", "--config", "e2e/playwright.config.ts"], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    BRIGHT_TEST_CHROMIUM: chromium,
  });
  const { stats } = playwrightReport.parse(JSON.parse(await readFile(file, "utf8")));
  const failed = stats.unexpected + stats.flaky;
  return {
    ok: code === 0 && failed === 0,
    tally: { passed: stats.expected, failed, skipped: stats.skipped },
  };
}

function add(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

process.exitCode = (await main()) ? 0 : 1;
