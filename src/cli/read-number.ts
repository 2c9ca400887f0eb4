import { CliError, exitCodes } from "./cli-error.ts";

/** A reader of whole numbers for an option. @throws CliError outside of the bounds */
export function wholeNumber(
  option: string,
  least: number,
  most = 1_000_000,
): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new CliError(
      exitCodes.usage,
      `${option} is "${text}", and must be a whole number from ${least} to ${most}. Nothing was done.`,
    );
  };
}
