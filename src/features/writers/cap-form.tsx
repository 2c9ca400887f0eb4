"use client";

import { Button, Group, NumberInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrors } from "./field-errors.ts";
import { useRefreshWriters } from "./use-connection-actions.ts";
import { FormError } from "#/features/session/form-error.tsx";
import { formatMoney } from "#/lib/format.ts";
import { toastDone } from "#/ui/toast.ts";

const million = 1_000_000;

/** The most that may be spent, in dollars; an empty field is no cap. */
export function CapForm({
  label,
  capMicros,
  save,
}: {
  label: string;
  capMicros: number | null;
  save: (capMicros: number | null) => Promise<unknown>;
}) {
  const refresh = useRefreshWriters();
  const [dollars, setDollars] = useState<number | string>(
    capMicros === null ? "" : capMicros / million,
  );
  const entered = dollars === "" ? null : Math.round(Number(dollars) * million);
  const change = useMutation({
    mutationFn: () => save(entered),
    onSuccess: async () => {
      toastDone(
        entered === null ? `${label}: none any more.` : `${label}: ${formatMoney(entered)}.`,
      );
      await refresh();
    },
  });
  const errors = fieldErrors(change.error, ["capMicros"]);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Stack gap="xs">
        <Group align="flex-start" gap="xs" wrap="nowrap">
          <NumberInput
            label={label}
            description="Empty: no cap."
            prefix="$"
            thousandSeparator=","
            decimalScale={2}
            allowNegative={false}
            placeholder="none"
            maw={220}
            value={dollars}
            error={errors.at("capMicros")}
            onChange={setDollars}
          />
          <Button
            type="submit"
            variant="default"
            mt={44}
            loading={change.isPending}
            disabled={entered === capMicros}
            aria-label={`Save ${label.toLowerCase()}`}
          >
            Save
          </Button>
        </Group>
        <FormError message={errors.general} />
      </Stack>
    </form>
  );
}
