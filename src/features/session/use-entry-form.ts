"use client";

import { type FormEvent, useState } from "react";
import { plainError } from "#/api/client.ts";

type Values = Record<string, string>;

/**
 * State of an entry form: what was typed stays on every error, and each error stands at its field.
 * The fields keep their own values, so that what was typed before the page's scripts ran counts too.
 * `submit` returns a sentence when the whole form was refused, null when it went through.
 */
export function useEntryForm<V extends Values>(
  initial: V,
  submit: (values: V) => Promise<string | null>,
) {
  const [fieldErrors, setFieldErrors] = useState<Partial<Record<keyof V, string>>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const send = async (values: V) => {
    setBusy(true);
    setFailure(null);
    setFieldErrors({});
    try {
      setFailure(await submit(values));
    } catch (error) {
      const plain = plainError(error);
      const known = plain.fields.filter(({ field }) => field in initial);
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
    form: {
      // Sent before the scripts ran, a form without it would put the password into the address.
      method: "post",
      noValidate: true,
      onSubmit: (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        void send(valuesOf(event.currentTarget, initial));
      },
    },
    field: (name: keyof V & string) => ({
      defaultValue: initial[name] ?? "",
      error: fieldErrors[name],
      // Mantine's password field doesn't say this by itself.
      "aria-invalid": name in fieldErrors,
      name,
    }),
  };
}

function valuesOf<V extends Values>(form: HTMLFormElement, initial: V): V {
  const data = new FormData(form);
  const typed = Object.keys(initial).map((name) => [name, String(data.get(name) ?? "")]);
  return Object.fromEntries(typed) as V;
}
