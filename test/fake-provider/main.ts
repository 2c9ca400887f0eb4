import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type ScenarioInput, scenarioSchema } from "./scenario.ts";
import { startFakeProvider } from "./start.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    ledger: { type: "string" },
    seed: { type: "string" },
    scenario: { type: "string" },
  },
});

const described: unknown = values.scenario
  ? JSON.parse(await readFile(values.scenario, "utf8"))
  : {};
const scenario: ScenarioInput = scenarioSchema.parse(described);
if (values.seed !== undefined) scenario.seed = Number(values.seed);

const fake = await startFakeProvider({
  scenario,
  port: Number(values.port),
  ...(values.ledger === undefined ? {} : { ledgerPath: values.ledger }),
});
process.stdout.write(
  `${JSON.stringify({ url: fake.url, openaiUrl: fake.openaiUrl, pid: process.pid })}\n`,
);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void fake.stop().then(() => process.exit(0));
  });
}
