import type { Command } from "commander";
import { z } from "zod";
import { CliError, exitCodes } from "../cli-error.ts";
import { addCommand, type CommandLine } from "../command-line.ts";
import { ask, findAddress } from "../connect.ts";
import { createOwnerInput } from "#/core/workspaces/schema.ts";
import { type MadeApiToken, madeApiTokenSchema } from "#/core/workspaces/token-schema.ts";
import { formatMoment } from "#/lib/format.ts";
import { tryAgain } from "#/lib/try-again.ts";

interface SetupOptions {
  name: string;
  email: string;
  passwordStdin?: true;
  setupToken?: string;
}

/** `bright setup`: the first owner's account without a browser, and a token to go on with. */
export function addSetup(program: Command, line: CommandLine): void {
  addCommand(program, "setup", "make the first owner's account, and print an API token")
    .requiredOption("--name <name>", "your name")
    .requiredOption("--email <address>", "your e-mail address, to sign in with")
    .option("--password-stdin", "read the password from standard input; else BRIGHT_PASSWORD")
    .option("--setup-token <token>", "printed at start where other machines can reach Bright Run")
    .action(async (options: SetupOptions) => {
      const input = await readInput(line, options);
      const address = await findAddress(line.environment);
      await makeOwner(address, input);
      const made = await makeToken(address, input);
      const { email } = input;
      if (made.expiresAt)
        line.note(
          `The account of ${email} stands. Its API token works until ${formatMoment(made.expiresAt)} and is printed only now; set BRIGHT_TOKEN to it:`,
        );
      line.answer({ data: { email, url: address, ...made }, text: made.token });
    });
}

/** Dates are text in plain JSON. */
const madeTokenText = madeApiTokenSchema.extend({
  createdAt: z.coerce.date(),
  expiresAt: z.coerce.date().nullable(),
});
type Input = ReturnType<typeof createOwnerInput.parse>;

async function readInput(line: CommandLine, options: SetupOptions): Promise<Input> {
  const { name, email, setupToken } = options;
  const password = options.passwordStdin
    ? (await line.readInput()).replace(/\r?\n$/, "")
    : line.environment.BRIGHT_PASSWORD;
  if (!password) {
    throw new CliError(
      exitCodes.usage,
      "There is no password. Nothing was made; put it into BRIGHT_PASSWORD, or pipe it in with --password-stdin.",
    );
  }
  const checked = createOwnerInput.safeParse({
    name,
    email,
    password,
    ...(setupToken && { setupToken }),
  });
  if (checked.success) return checked.data;
  const reason = checked.error.issues[0]?.message ?? "Something is missing.";
  throw new CliError(exitCodes.usage, `${reason} Nothing was made.`);
}

/** A product that has just started may still lay in its sample: it is asked again for half a minute. */
async function makeOwner(address: string, input: Input): Promise<void> {
  const outcome = await tryAgain(
    () =>
      post(address, "/api/v1/setup", input).catch((error: unknown) => {
        if (error instanceof CliError && error.message.includes("laying in")) throw error;
        return error;
      }),
    { times: 6, firstPauseMs: 500 },
  );
  if (outcome instanceof Error) throw outcome;
}

async function makeToken(address: string, { email, password }: Input): Promise<MadeApiToken> {
  try {
    const signedIn = await fetch(`${address}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: new URL(address).origin },
      body: JSON.stringify({ email, password }),
    });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
    const made = await post(address, "/api/v1/tokens", { name: "Set-up", role: "owner" }, cookie);
    await post(address, "/api/auth/sign-out", {}, cookie).catch(() => undefined);
    return madeTokenText.parse(made);
  } catch (error) {
    const reason = error instanceof CliError ? ` ${error.message}` : "";
    throw new CliError(
      exitCodes.failed,
      `The account of ${email} was made, but no token.${reason} Sign in at ${address} and make one under Settings > API tokens.`,
    );
  }
}

function post(address: string, path: string, body: object, cookie?: string): Promise<unknown> {
  return ask(address, path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: new URL(address).origin,
      ...(cookie && { cookie }),
    },
    body: JSON.stringify(body),
  });
}
