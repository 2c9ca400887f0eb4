"use client";

import { ActionIcon, Button, Group, Menu, Text, Title } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconDots,
  IconPencil,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { ConnectionDrawer } from "./connection-drawer.tsx";
import { ModelTable } from "./model-table.tsx";
import { PricesDialog } from "./prices-dialog.tsx";
import { kindWords } from "./presets.ts";
import { TermsDialog } from "./terms-dialog.tsx";
import { TestSteps } from "./test-steps.tsx";
import { useRemoveConnection, useTest } from "./use-connection-actions.ts";
import classes from "./writers.module.css";
import { plainError } from "#/api/client.ts";
import type { Connection } from "#/core/writers/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatMoment } from "#/lib/format.ts";
import { ErrorState } from "#/ui/states.tsx";
import { StatusMark } from "#/ui/status-mark.tsx";

/** One connection: where it leads, whether it works, what is still missing, what its models cost. */
export function ConnectionCard({
  connection,
  projectId,
}: {
  connection: Connection;
  projectId: string;
}) {
  const { may } = useSession();
  const [open, setOpen] = useState<"edit" | "model" | "terms" | null>(null);
  const test = useTest(projectId);
  const close = () => setOpen(null);

  return (
    <section className={classes.card} aria-label={connection.name}>
      <div className={classes.head}>
        <div className={classes.facts}>
          <Group gap="sm">
            <Title order={3}>{connection.name}</Title>
            <StateOf connection={connection} />
          </Group>
          <Text size="sm" c="dimmed">
            {factsOf(connection)}
          </Text>
        </div>
        {may("manage") ? (
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              loading={test.isPending}
              aria-label={`Test ${connection.name}`}
              onClick={() => test.mutate(connection.id)}
            >
              Test
            </Button>
            <MoreMenu connection={connection} onEdit={() => setOpen("edit")} />
          </Group>
        ) : null}
      </div>
      {test.isIdle && connection.checkFailure ? (
        <div className={classes.test}>
          <Text size="sm" className={classes.words ?? ""}>
            {connection.checkFailure.message}
          </Text>
        </div>
      ) : null}
      {test.isIdle ? null : (
        <div className={classes.test}>
          {test.isError ? (
            <ErrorState message={plainError(test.error).message} />
          ) : (
            <TestSteps result={test.data} />
          )}
        </div>
      )}
      <NextStep
        connection={connection}
        onModel={() => setOpen("model")}
        onTerms={() => setOpen("terms")}
      />
      {connection.models.length > 0 ? (
        <ModelTable connection={connection} onAdd={() => setOpen("model")} />
      ) : null}
      {open === "edit" ? (
        <ConnectionDrawer projectId={projectId} connection={connection} onClose={close} />
      ) : null}
      {open === "model" ? (
        <PricesDialog connection={connection} model={null} onClose={close} />
      ) : null}
      {open === "terms" ? <TermsDialog connection={connection} onClose={close} /> : null}
    </section>
  );
}

function factsOf({ kind, baseUrl, hasKey, keyLast4, concurrency }: Connection): string {
  const key = hasKey ? (keyLast4 ? `key ends in ${keyLast4}` : "key stored") : "no key";
  const place = baseUrl
    ? `${kindWords({ kind, baseUrl })} at ${baseUrl}`
    : kindWords({ kind, baseUrl });
  return `${place}, ${key}, ${concurrency === 1 ? "1 call" : `${concurrency} calls`} at a time`;
}

function StateOf({ connection }: { connection: Connection }) {
  const { checkedAt, checkFailure } = connection;
  if (checkFailure) {
    return <StatusMark tone="bad" icon={<IconAlertTriangle size={16} />} label="Doesn't work" />;
  }
  if (!checkedAt) {
    return <StatusMark tone="quiet" icon={<IconCircleDashed size={16} />} label="Not tested yet" />;
  }
  return (
    <StatusMark
      tone="good"
      icon={<IconCircleCheck size={16} />}
      label={`Worked ${formatMoment(checkedAt)}`}
    />
  );
}

function MoreMenu({ connection, onEdit }: { connection: Connection; onEdit: () => void }) {
  const remove = useRemoveConnection();
  return (
    <Menu position="bottom-end" width={220} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${connection.name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
          Edit or replace the key
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTrash size={16} />}
          c="var(--mantine-color-error)"
          onClick={() => remove(connection)}
        >
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The one thing that stands between the connection and its first conversation. */
function NextStep({
  connection,
  onModel,
  onTerms,
}: {
  connection: Connection;
  onModel: () => void;
  onTerms: () => void;
}) {
  const { may } = useSession();
  const { models, accepted, terms } = connection;
  if (models.length === 0) {
    return (
      <div className={classes.next}>
        <Text size="sm">No model yet: choose one and say what it costs.</Text>
        {may("manage") ? (
          <Button size="xs" onClick={onModel}>
            Choose a model
          </Button>
        ) : null}
      </div>
    );
  }
  if (accepted) return null;
  return (
    <div className={classes.next}>
      <Text size="sm">
        {may("manage")
          ? `Before first use: read what using ${terms.vendor} means.`
          : `Not in use yet: an owner has to accept what using ${terms.vendor} means.`}
      </Text>
      {may("manage") ? (
        <Button size="xs" onClick={onTerms}>
          Read and accept
        </Button>
      ) : null}
    </div>
  );
}
