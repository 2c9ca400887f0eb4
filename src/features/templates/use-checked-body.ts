"use client";

import { useMemo } from "react";
import { MAX_TEMPLATE_CHARACTERS, type Variable } from "#/core/templates/schema.ts";
import { type Placeholder, type PlaceholderFault, readPlaceholders } from "#/lib/placeholders.ts";
import { estimateTokens } from "#/lib/tokens.ts";

export interface CheckedBody {
  placeholders: Placeholder[];
  faults: PlaceholderFault[];
  /** Why it can't be saved, each as a sentence; empty when it can. */
  problems: string[];
  /** Placeholders that it should name and doesn't. */
  advice: string[];
  limit: number;
  tokens: number;
}

/** The same checks as when it is saved, while it is typed. */
export function useCheckedBody(body: string, variables: readonly Variable[]): CheckedBody {
  return useMemo(() => checkBody(body, variables), [body, variables]);
}

function checkBody(body: string, variables: readonly Variable[]): CheckedBody {
  const known = variables.map(({ name }) => name);
  const { placeholders, faults } = readPlaceholders(body, known.length > 0 ? known : undefined);
  const named = new Set(placeholders.map(({ name }) => name));
  const problems = faults.map(({ message }) => `${message[0]?.toUpperCase()}${message.slice(1)}.`);
  if (body.trim() === "") problems.push("The text is empty: write what the model is to be told.");
  if (body.length > MAX_TEMPLATE_CHARACTERS) {
    problems.push(
      `The text has ${body.length.toLocaleString("en")} characters; at most ${MAX_TEMPLATE_CHARACTERS.toLocaleString("en")} are allowed. Shorten it, or put long material into a document.`,
    );
  }
  return {
    placeholders,
    faults,
    problems: [...new Set(problems)],
    advice: variables
      .filter(({ name, isAdvised }) => isAdvised && !named.has(name))
      .map(({ name }) => name),
    limit: MAX_TEMPLATE_CHARACTERS,
    tokens: estimateTokens(body),
  };
}
