import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";

const repository = resolve(import.meta.dirname, "..");

const cruiseSchema = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }),
    ),
  }),
});

/**
 * Checks the rules of the house over `<root>/src`: who imports whom, no barrel files, no dumping
 * grounds. Fails too when the tool did not see every module, because then a tick means nothing.
 * @returns one sentence per fault; empty when the house stands.
 */
export async function checkStructure(root: string): Promise<string[]> {
  const files = globSync("src/**/*.{ts,tsx}", { cwd: root });
  const { modules, summary } = await cruise(root);
  const seen = new Set(modules.map(({ source }) => source));
  const unseen = files.filter((file) => !seen.has(file));
  return [
    ...unseen.map((file) => `${file}: the import check did not see this module`),
    ...summary.violations.map(({ from, to, rule }) => `${from} -> ${to}: ${rule.name}`),
    ...files.flatMap(misplaced),
  ];
}

function misplaced(file: string): string[] {
  const faults: string[] = [];
  if (/^index\.tsx?$/.test(basename(file)))
    faults.push(`${file}: a barrel file; import the file itself`);
  const dumping = dirname(file)
    .split("/")
    .find((folder) => ["utils", "helpers", "common", "misc"].includes(folder));
  if (dumping) faults.push(`${file}: "${dumping}" says nothing; name the folder by its topic`);
  return faults;
}

function cruise(root: string): Promise<z.infer<typeof cruiseSchema>> {
  const program = join(repository, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const config = join(repository, ".dependency-cruiser.cjs");
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [program, "src", "--config", config, "-T", "json"], {
      cwd: root,
    });
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => out.push(part));
    child.stderr.on("data", (part: Buffer) => complaints.push(part));
    child.on("error", failed);
    child.on("close", () => {
      try {
        done(cruiseSchema.parse(JSON.parse(Buffer.concat(out).toString())));
      } catch {
        failed(
          new Error(`dependency-cruiser gave no report: ${Buffer.concat(complaints).toString()}`),
        );
      }
    });
  });
}

if (import.meta.main) {
  const faults = await checkStructure(repository);
  for (const fault of faults) console.error(fault);
  console.log(
    faults.length === 0 ? "structure: the house stands" : `structure: ${faults.length} faults`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
