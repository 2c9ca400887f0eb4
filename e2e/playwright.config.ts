import { defineConfig } from "@playwright/test";
import { chromiumArguments, requireChromium } from "../scripts/chromium.ts";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../test-results",
  // One product and one browser at a time: the machine has two cores.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] ? [["list"], ["json"]] : [["list"]],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env["BRIGHT_TEST_CHROMIUM"] ?? requireChromium(),
      args: chromiumArguments,
    },
    trace: "retain-on-failure",
  },
});
