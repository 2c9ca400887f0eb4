"use client";

import { useState } from "react";
import { plainError } from "#/api/client.ts";

type Values = Record<string, string>;

/**
 * State of an entry form: what was typed stays on every error, and each error stands at its field.
 * `submit` returns a sentence when the whole form was refused, null when it went through.
 */
export function useEntryForm<V extends Values>(
  initial: V,
  submit: (values: V) => Promise<string | null>,
) {
  const [values, setValues] = useState(initial);
  const [fieldErrors, setFieldErrors] = useState<Partial<Record<keyof V, string>>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const send = async () => {
    setBusy(true);
    setFailure(null);
    setFieldErrors({});
    try {
      setFailure(await submit(values));
    } catch (error) {
      const plain = plainError(error);
      const known = plain.fields.filter(({ field }) => field in values);
      setFieldErrors(
        Object.fromEntries(known.map(({ field, message }) => [field, message])) as Partial<
          Record<keyof V, string>
        >,
      );
      if (known.length === 0) setFailure(plain.message);
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    failure,
    onSubmit: (event: { preventDefault: () => void }) => {
      event.preventDefault();
      void send();
    },
    field: (name: keyof V & string) => ({
      value: values[name] ?? "",
      error: fieldErrors[name],
      // Mantine's password field doesn't say this by itself.
      "aria-invalid": name in fieldErrors,
      name,
      onChange: (event: { currentTarget: { value: string } }) => {
        const { value } = event.currentTarget;
        setValues((before) => ({ ...before, [name]: value }));
      },
    }),
  };
}
