import { z } from "zod";

/** A million dollars: more is a slip of the finger. */
const HIGHEST_CAP_MICROS = 1_000_000_000_000;

/** Money in millionths of a US dollar. 0 lets nothing through that costs anything; null sets no cap. */
const capSchema = z
  .number("Enter an amount in dollars.")
  .int("Enter an amount in dollars.")
  .min(0, "A cap can't be below $0.")
  .max(HIGHEST_CAP_MICROS, "A cap of more than $1,000,000 can't be right.")
  .nullable();

export const setMonthlyCapInput = z.object({ capMicros: capSchema });
export const setProjectCapInput = z.object({ projectId: z.uuid(), capMicros: capSchema });
