"use client";

import { Stack, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { LanguageAndCurrency } from "#/features/projects/language-and-currency.tsx";

export interface Business {
  name: string;
  trade: string;
  language: string;
  currency: string;
}

/** What the business is called, what it does, its language and its money. */
export function BusinessForm({
  value,
  errors,
  onChange,
  onSubmit,
  children,
}: {
  value: Business;
  errors: readonly { field: string; message: string }[];
  onChange: (value: Business) => void;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const at = (...names: string[]) => errors.find(({ field }) => names.includes(field))?.message;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack gap="lg" maw={520}>
        <TextInput
          label="Name of your business"
          description="As customers know it. The project takes this name too."
          autoComplete="organization"
          value={value.name}
          error={at("name", "business", "voice.business")}
          onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
        />
        <TextInput
          label="What does it do?"
          description="In a few words, as you would tell a neighbour."
          placeholder="wedding cakes to order"
          value={value.trade}
          error={at("trade", "voice.trade")}
          onChange={(event) => onChange({ ...value, trade: event.currentTarget.value })}
        />
        <LanguageAndCurrency
          language={value.language}
          currency={value.currency}
          onLanguage={(language) => onChange({ ...value, language })}
          onCurrency={(currency) => onChange({ ...value, currency })}
          errors={{ language: at("language"), currency: at("currency") }}
        />
      </Stack>
      {children}
    </form>
  );
}
