"use client";

import { ActionIcon, Button, Group, Table, Text, VisuallyHidden } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { formatPrice } from "./price-words.ts";
import { PricesDialog } from "./prices-dialog.tsx";
import { TermsDialog } from "./terms-dialog.tsx";
import classes from "./writers.module.css";
import type { Connection, ConnectionModel } from "#/core/writers/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatDay } from "#/lib/format.ts";
import { PlainTable } from "#/ui/plain-table.tsx";

/** What each model costs, in dollars for a million tokens. */
export function ModelTable({ connection, onAdd }: { connection: Connection; onAdd: () => void }) {
  const { may } = useSession();
  const [editing, setEditing] = useState<ConnectionModel | null>(null);
  const [reading, setReading] = useState(false);
  const { models, accepted, name } = connection;

  return (
    <div className={classes.models}>
      <PlainTable label={`Models of ${name}, prices for a million tokens`} minWidth={520}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Model</Table.Th>
            <Table.Th className={classes.figure ?? ""}>Input</Table.Th>
            <Table.Th className={classes.figure ?? ""}>From cache</Table.Th>
            <Table.Th className={classes.figure ?? ""}>Output</Table.Th>
            <Table.Th>Price</Table.Th>
            <Table.Th w={44}>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {models.map((model) => (
            <Table.Tr key={model.model}>
              <Table.Td>{model.label}</Table.Td>
              <Table.Td className={classes.figure ?? ""}>
                {formatPrice(model.prices.input)}
              </Table.Td>
              <Table.Td className={classes.figure ?? ""}>
                {formatPrice(model.prices.cacheRead)}
              </Table.Td>
              <Table.Td className={classes.figure ?? ""}>
                {formatPrice(model.prices.output)}
              </Table.Td>
              <Table.Td>
                <Text size="sm" c="dimmed">
                  {model.since ? `yours since ${formatDay(model.since)}` : "list price"}
                </Text>
              </Table.Td>
              <Table.Td>
                {may("manage") ? (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Change the price of ${model.label}`}
                    onClick={() => setEditing(model)}
                  >
                    <IconPencil size={16} />
                  </ActionIcon>
                ) : null}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </PlainTable>
      <Group justify="space-between" mt={4} gap="xs">
        {may("manage") ? (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={onAdd}
          >
            Add a model
          </Button>
        ) : null}
        {accepted ? (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            fw={400}
            c="dimmed"
            onClick={() => setReading(true)}
          >
            Terms accepted by {accepted.signedName} on {formatDay(accepted.at)}
          </Button>
        ) : null}
      </Group>
      {editing ? (
        <PricesDialog connection={connection} model={editing} onClose={() => setEditing(null)} />
      ) : null}
      {reading ? <TermsDialog connection={connection} onClose={() => setReading(false)} /> : null}
    </div>
  );
}
