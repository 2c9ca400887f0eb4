import { parseAsString, parseAsStringLiteral } from "nuqs";

/** What the versions tab compares lives in the URL: numbers of versions, or "draft". */
export const comparisonParsers = {
  tab: parseAsStringLiteral(["text", "prompt", "trial", "versions"] as const),
  from: parseAsString,
  to: parseAsString,
};

export const DRAFT = "draft";
