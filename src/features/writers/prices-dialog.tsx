"use client";

import {
  Autocomplete,
  Button,
  Checkbox,
  Group,
  Modal,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
} from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrors } from "./field-errors.ts";
import { useRefreshWriters } from "./use-connection-actions.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { Connection, ConnectionModel } from "#/core/writers/schema.ts";
import { FormError } from "#/features/session/form-error.tsx";
import { toastDone } from "#/ui/toast.ts";

type Amount = number | string;
const fields = ["model", "prices.input", "prices.output", "prices.cacheRead", "isFreeConfirmed"];

/** Adds a model, or changes what one costs from now on. */
export function PricesDialog({
  connection,
  model,
  onClose,
}: {
  connection: Connection;
  model: ConnectionModel | null;
  onClose: () => void;
}) {
  const refresh = useRefreshWriters();
  const [name, setName] = useState(model?.model ?? "");
  const [input, setInput] = useState<Amount>(model?.prices.input ?? "");
  const [output, setOutput] = useState<Amount>(model?.prices.output ?? "");
  const [cacheRead, setCacheRead] = useState<Amount>(model?.prices.cacheRead ?? "");
  const [isFree, setIsFree] = useState(model?.prices.output === 0);
  const listed = useQuery({
    ...api.writers.listModels.queryOptions({ input: { connectionId: connection.id } }),
    enabled: model === null,
    staleTime: 60_000,
  });
  const save = useMutation({
    mutationFn: (prices: "entered" | "removed") =>
      client.writers.setPrices({
        connectionId: connection.id,
        model: name,
        isFreeConfirmed: isFree,
        prices:
          prices === "removed"
            ? null
            : isFree
              ? { input: 0, output: 0, cacheRead: 0 }
              : {
                  input: amount(input),
                  output: amount(output),
                  ...(cacheRead === "" ? {} : { cacheRead: amount(cacheRead) }),
                },
      }),
    onSuccess: async (_, prices) => {
      toastDone(
        prices === "removed" ? `${name} was taken off the list.` : `The price of ${name} is set.`,
      );
      await refresh();
      onClose();
    },
  });
  const errors = fieldErrors(save.error, fields);
  const money = { prefix: "$", decimalScale: 6, allowNegative: false, disabled: isFree } as const;

  return (
    <Modal
      opened
      onClose={onClose}
      title={model ? `Price of ${model.label}` : `Add a model of ${connection.name}`}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate("entered");
        }}
      >
        <Stack>
          {model ? null : (
            <Autocomplete
              label="Model"
              description="As the server calls it."
              data={listed.data?.map((each) => each.model) ?? []}
              limit={50}
              value={name}
              error={errors.at("model")}
              onChange={setName}
            />
          )}
          {listed.isError ? (
            <Text size="xs" c="dimmed">
              {plainError(listed.error).message} You can type the name.
            </Text>
          ) : null}
          <Text size="sm" c="dimmed">
            In US dollars for a million tokens, as the vendor's price list has it. It counts from
            now on; calls that were made keep their price.
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
            <NumberInput
              {...money}
              label="Input"
              value={isFree ? 0 : input}
              error={errors.at("prices.input")}
              onChange={setInput}
            />
            <NumberInput
              {...money}
              label="From cache"
              placeholder="as input"
              value={isFree ? 0 : cacheRead}
              error={errors.at("prices.cacheRead")}
              onChange={setCacheRead}
            />
            <NumberInput
              {...money}
              label="Output"
              value={isFree ? 0 : output}
              error={errors.at("prices.output")}
              onChange={setOutput}
            />
          </SimpleGrid>
          {connection.baseUrl === null ? null : (
            <Checkbox
              label="It costs nothing: the server is ours"
              description="No spending cap will ever stop it."
              checked={isFree}
              error={errors.at("isFreeConfirmed")}
              onChange={(event) => setIsFree(event.currentTarget.checked)}
            />
          )}
          <FormError message={errors.general} />
          <Group justify={model ? "space-between" : "flex-end"} gap="xs">
            {model ? (
              <Button variant="subtle" color="gray" onClick={() => save.mutate("removed")}>
                Take off the list
              </Button>
            ) : null}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={save.isPending}>
                {model ? "Save price" : "Add model"}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** What isn't a number is refused by the server, at its field. */
function amount(value: Amount): number {
  return value === "" ? Number.NaN : Number(value);
}
