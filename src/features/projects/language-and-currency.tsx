"use client";

import { Select } from "@mantine/core";
import { useMemo } from "react";
import { currencyCodes, currencyName, languageCodes, languageName } from "#/lib/languages.ts";

/** Drawn when it is opened: the server's words for languages and currencies may differ from the browser's. */
const onceOpened = { keepMounted: false };

/** The language that conversations are written in, and the money in them. */
export function LanguageAndCurrency({
  language,
  currency,
  onLanguage,
  onCurrency,
  errors = {},
}: {
  language: string;
  currency: string;
  onLanguage: (code: string) => void;
  onCurrency: (code: string) => void;
  errors?: { language?: string | undefined; currency?: string | undefined };
}) {
  const languages = useMemo(() => choices(languageCodes, language, languageName), [language]);
  const currencies = useMemo(
    () => choices(currencyCodes, currency, (code) => `${currencyName(code)} (${code})`),
    [currency],
  );
  return (
    <>
      <Select
        comboboxProps={onceOpened}
        label="Language"
        description="The conversations are written in it. These pages stay English."
        data={languages}
        value={language}
        onChange={(code) => code && onLanguage(code)}
        searchable
        allowDeselect={false}
        nothingFoundMessage="No language of that name"
        error={errors.language}
        autoComplete="off"
      />
      <Select
        comboboxProps={onceOpened}
        label="Currency"
        description="All money in conversations. What writing costs stays in US dollars, as vendors bill it."
        data={currencies}
        value={currency}
        onChange={(code) => code && onCurrency(code)}
        searchable
        allowDeselect={false}
        nothingFoundMessage="No currency of that name"
        error={errors.currency}
        autoComplete="off"
      />
    </>
  );
}

/** A code that stands already stays choosable, whatever it is. */
function choices(codes: readonly string[], current: string, nameOf: (code: string) => string) {
  const all = codes.includes(current) ? codes : [...codes, current];
  return all
    .map((value) => ({ value, label: nameOf(value) }))
    .toSorted((left, right) => left.label.localeCompare(right.label, "en"));
}
