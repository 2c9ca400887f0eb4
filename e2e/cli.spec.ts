import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import type { Finished } from "./command.ts";
import { type Product, startProduct, temporaryDataDirectory } from "./product.ts";

const repository = resolve(import.meta.dirname, "..");
const document = (name: string) => join(repository, "sample/documents", `${name}.md`);

interface Called extends Finished {
  /** What standard output holds, read as JSON. */
  json: <T>() => T;
  /** The error that --json writes to standard error. */
  fault: () => { code: string; message: string; exitCode: number };
}

/** The first token makes the rest of the calls; nothing but the data folder says where Bright Run is. */
function caller(product: Product, folder: string) {
  const environment: Record<string, string> = {
    BRIGHT_DATA_DIR: product.dataDirectory,
    INIT_CWD: folder,
  };
  const start = (parameters: string[], given: Record<string, string>, throughNpm: boolean) =>
    spawn(
      throughNpm ? "npm" : process.execPath,
      throughNpm
        ? ["run", "-s", "bright", "--", ...parameters]
        : [join(repository, "src/cli/bright.ts"), ...parameters],
      {
        cwd: throughNpm ? repository : folder,
        env: { ...process.env, ...environment, ...given },
        stdio: ["pipe", "pipe", "pipe"],
      },
    );
  const call = (
    parameters: string[],
    options: {
      environment?: Record<string, string>;
      input?: string;
      onError?: (text: string, stop: () => void) => void;
      throughNpm?: boolean;
    } = {},
  ): Promise<Called> => {
    const child = start(parameters, options.environment ?? {}, options.throughNpm ?? false);
    child.stdin.end(options.input ?? "");
    let [out, error] = ["", ""];
    child.stdout.on("data", (part: Buffer) => (out += part.toString()));
    child.stderr.on("data", (part: Buffer) => {
      error += part.toString();
      options.onError?.(error, () => child.kill("SIGINT"));
    });
    return new Promise((done) =>
      child.on("close", (code) =>
        done({
          code,
          out,
          error,
          json: () => JSON.parse(out),
          fault: () => JSON.parse(error).error,
        }),
      ),
    );
  };
  return { call, environment };
}

test.describe.configure({ mode: "serial" });

let product: Product;
let folder: Awaited<ReturnType<typeof temporaryDataDirectory>>;
let work: Awaited<ReturnType<typeof temporaryDataDirectory>>;
let bright: ReturnType<typeof caller>;

test.beforeAll(async () => {
  folder = await temporaryDataDirectory("cli");
  work = await temporaryDataDirectory("cli-work");
  product = await startProduct(folder.path);
  bright = caller(product, work.path);
});
test.afterAll(async () => {
  await product.stop();
  await Promise.all([folder.remove(), work.remove()]);
});

/** A call that must go well; what it printed, as JSON. */
async function json<T>(...parameters: string[]): Promise<T> {
  const done = await bright.call([...parameters, "--json"]);
  expect(done.error).toBe("");
  expect(done.code, done.out).toBe(0);
  return done.json<T>();
}

test("from nothing to a training file with the command line alone", async () => {
  await test.step("the first owner's account and a token", async () => {
    const refused = await bright.call(["projects", "list"]);
    expect(refused).toMatchObject({ code: 3, out: "" });
    expect(refused.error).toContain("BRIGHT_TOKEN isn't set");
    const made = await bright.call(
      ["setup", "--name", "Ada Brook", "--email", "ada@example.com", "--password-stdin", "--json"],
      { input: "correct-horse-battery\n", throughNpm: true },
    );
    expect(made).toMatchObject({ code: 0, error: "" });
    const { token, url } = made.json<{ token: string; url: string }>();
    expect(url).toBe(product.url);
    expect(token).toMatch(/^bright_/);
    bright.environment["BRIGHT_TOKEN"] = token;
    const again = await bright.call(
      ["setup", "--name", "B", "--email", "b@example.com", "--json"],
      {
        environment: { BRIGHT_PASSWORD: "correct-horse-battery" },
      },
    );
    expect(again).toMatchObject({ code: 5, out: "" });
    expect(again.fault().message).toContain("has an owner already");
  });

  await test.step("a project, documents and seeds", async () => {
    await json("projects", "create", "--name", "My business");
    const unsure = await bright.call(["conversations"]);
    expect(unsure.code).toBe(2);
    expect(unsure.error).toContain("There are several projects");
    bright.environment["BRIGHT_PROJECT"] = "my business";
    const documents = [document("debt-playbook"), document("case-notes")];
    const brought = await json<{ added: number }>("import", "documents", ...documents);
    expect(brought.added).toBe(2);
    const seeds = await json<{ added: number; failed: number }>(
      "import",
      "seeds",
      join(repository, "sample/seeds"),
    );
    expect(seeds).toMatchObject({ added: 10, failed: 0 });
    const missing = await bright.call(["import", "documents", "none.md"]);
    expect(missing.code).toBe(1);
    expect(missing.error).toContain("none.md");
    expect(missing.out).toContain("0 added, 0 unchanged, 1 failed");
  });

  await test.step("a plan and what it costs", async () => {
    const tiers = ["--template", "4", "--scenario", "3", "--edge-case", "1", "--seed", "7"];
    const shown = await json<{ total: number }>("plan", ...tiers, "--dry-run");
    expect(shown.total).toBe(8);
    expect(
      (await json<{ total: number }>("conversations", "--filter", "origin=planned")).total,
    ).toBe(0);
    expect(await json("plan", ...tiers)).toMatchObject({ added: 8 });
    const estimate = await json<{ count: number; writer: { isPractice: boolean } }>(
      "estimate",
      "--all",
    );
    expect(estimate).toMatchObject({ count: 8, writer: { isPractice: true } });
  });

  await test.step("written, shown, approved", async () => {
    const run = await json<{ number: number; state: string; done: number }>(
      "generate",
      "--all",
      "--wait",
    );
    expect(run).toMatchObject({ number: 1, state: "finished", done: 8 });
    const nothing = await bright.call(["generate", "--all"]);
    expect(nothing).toMatchObject({ code: 0 });
    expect(nothing.out).toContain("Nothing is left to write");
    const listed = await bright.call([
      "conversations",
      "--filter",
      "tier=scenario",
      "--filter",
      "origin=planned",
      "--sort",
      "-score",
    ]);
    expect(listed.out).toMatch(/REFERENCE +STATUS/);
    expect(listed.out).toContain("3 conversations, page 1 of 1.");
    const { rows } = await json<{ rows: { id: string; reference: string }[] }>(
      "conversations",
      "--filter",
      "origin=planned",
      "--sort",
      "position",
    );
    const references = rows.map(({ reference }) => reference);
    const shown = await bright.call(["show", references[0] ?? ""]);
    expect(shown.out).toMatch(/\nUSER\n {2}\S[\s\S]+\nASSISTANT\n {2}\S/);
    expect(await json("approve", ...references.slice(0, 5), "--note", "Read.")).toMatchObject({
      decided: 5,
    });
    expect(await json("reject", references[5] ?? "", "--reason", "Too short.")).toMatchObject({
      decided: 1,
    });
    const rejected = await json<{ rows: { reference: string }[] }>(
      "conversations",
      "--filter",
      "status=rejected",
    );
    expect(rejected.rows.map(({ reference }) => reference)).toEqual([references[5]]);
  });

  await test.step("exported as lines of JSON, the record whole", async () => {
    const options = ["--with-practice", "--out", "set.jsonl"];
    const made = await json<{ rowCount: number; path: string }>("export", ...options);
    expect(made.rowCount).toBe(5);
    const lines = (await readFile(made.path, "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(5);
    for (const line of lines) {
      const { messages } = JSON.parse(line) as { messages: { role: string; content: string }[] };
      expect(messages.map(({ role }) => role).slice(0, 3)).toEqual(["system", "user", "assistant"]);
      expect(messages.every(({ content }) => content.trim() !== "")).toBe(true);
    }
    const taken = await bright.call(["export", ...options]);
    expect(taken.code).toBe(5);
    expect(taken.error).toContain("set.jsonl is there already");
    const piped = await bright.call(["export", "--with-practice", "--out", "-"]);
    expect(piped.out.trimEnd().split("\n")).toEqual(lines);
    expect(await json("audit", "verify")).toMatchObject({ intact: true });
  });
});

test("what is wrong is said in one sentence, with its exit code", async () => {
  const told = async (code: number, sentence: string, ...parameters: string[]) => {
    const done = await bright.call([...parameters, "--json"]);
    expect(done.out).toBe("");
    expect(done.fault().message).toContain(sentence);
    expect([done.code, done.fault().exitCode]).toEqual([code, code]);
  };
  await told(2, "unknown command 'plann' (Did you mean plan?)", "plann");
  await told(2, "Say how many rows", "plan");
  await told(2, "unknown option '--cost'", "generate", "--all", "--cost", "5");
  await told(2, "one of --all, --filter", "generate");
  await told(2, 'No writer is called "nobody"', "estimate", "--ids", "T-001", "--writer", "nobody");
  await told(4, 'No project is called "Nobody"', "plan", "--count", "3", "--project", "Nobody");
  await told(2, "did you mean persona?", "conversations", "--filter", "persna=x");
  await told(
    2,
    "did you mean overwhelmed-avoider",
    "conversations",
    "--filter",
    "persona=overwhelmed-avoidr",
  );
  await told(2, "did you mean approved?", "conversations", "--filter", "status=aproved");
  await told(4, 'has the reference "T-999"', "show", "T-999");
  await told(4, "has no run 99", "runs", "show", "99");
});

test("wrong addresses and tokens", async () => {
  const other = createServer((_request, response) => response.end("<html>Hello</html>"));
  const port = await new Promise<number>((done) =>
    other.listen(0, "127.0.0.1", () => {
      const address = other.address();
      done(typeof address === "object" && address ? address.port : 0);
    }),
  );
  const told = async (environment: Record<string, string>, code: number, sentence: string) => {
    const done = await bright.call(["projects", "list"], { environment });
    expect(done.error).toContain(sentence);
    expect(done.error.trim().split("\n")).toHaveLength(1);
    expect(done).toMatchObject({ code, out: "" });
  };
  await told({ BRIGHT_URL: `http://127.0.0.1:${port}` }, 6, "isn't Bright Run");
  other.close();
  await told({ BRIGHT_URL: `http://127.0.0.1:${port}` }, 6, "Nothing answers at");
  await told({ BRIGHT_URL: "bright" }, 2, "which is no web address");
  await told({ BRIGHT_TOKEN: "bright_wrong" }, 3, "unknown here");
  const made = await json<{ token: string }>("token", "create", "--name", "CI", "--role", "viewer");
  const asViewer = { environment: { BRIGHT_TOKEN: made.token } };
  const refused = await bright.call(["plan", "--count", "3"], asViewer);
  expect(refused).toMatchObject({ code: 3, out: "" });
  expect(refused.error).toContain("Your role (viewer) doesn't allow this");
  expect((await bright.call(["token", "list"])).out).toMatch(
    /bright_\S+\.\.\. +CI +viewer +Ada Brook/,
  );
  await json("token", "revoke", "CI");
  await told({ BRIGHT_TOKEN: made.token }, 3, '"CI" was revoked');
});

test("Ctrl+C while waiting leaves the run going", async () => {
  await json("plan", "--count", "60", "--seed", "3");
  let stopped = false;
  const left = await bright.call(["generate", "--all", "--wait"], {
    onError: (text, stop) => {
      if (stopped || !text.includes("has begun")) return;
      stopped = true;
      stop();
    },
  });
  expect(left).toMatchObject({ code: 130, out: "" });
  expect(left.error).toContain("Run 2 goes on without this command");
  await expect
    .poll(async () => (await json<{ state: string }>("runs", "show", "2")).state, {
      timeout: 90_000,
    })
    .toBe("finished");
  expect(await json<{ failures: unknown[] }>("runs", "show", "2")).toMatchObject({
    done: 60,
    failures: [],
  });
});
