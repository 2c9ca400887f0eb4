import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    pool: "forks",
    // Many of the engine's tests wait most of their time: three side by side keep two cores busy.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["src/**/*.test.ts", "scripts/**/*.test.ts", "test/**/*.test.ts"],
          globalSetup: ["test/global-setup.ts"],
          pool: "forks",
          // Real processes and a real database on a machine that others use too.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
