"use client";

import { Anchor, Button, Group, Modal, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrors } from "./field-errors.ts";
import { useRefreshWriters } from "./use-connection-actions.ts";
import classes from "./writers.module.css";
import { client } from "#/api/client.ts";
import type { Connection } from "#/core/writers/schema.ts";
import { FormError } from "#/features/session/form-error.tsx";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatMoment } from "#/lib/format.ts";
import { ScrollBox } from "#/ui/scroll-box.tsx";
import { toastDone } from "#/ui/toast.ts";

/** What using a connection means, whole, and the name of whoever accepts it. */
export function TermsDialog({
  connection,
  onClose,
}: {
  connection: Connection;
  onClose: () => void;
}) {
  const { may } = useSession();
  const { terms, accepted } = connection;
  return (
    <Modal opened onClose={onClose} size={640} title={`What using ${terms.vendor} means`}>
      <Stack>
        <div className={classes.statement}>
          <ScrollBox label="The statement" maxHeight={360}>
            <Stack gap="md">
              {terms.parts.map(({ title, text }) => (
                <div key={title}>
                  <Title order={3}>{title}</Title>
                  <Text size="sm">{text}</Text>
                </div>
              ))}
              {terms.links.length > 0 ? (
                <div>
                  {terms.links.map(({ label, url }) => (
                    <Anchor
                      key={url}
                      href={url}
                      target="_blank"
                      rel="noreferrer noopener"
                      size="sm"
                      display="block"
                      underline="always"
                    >
                      {label}
                    </Anchor>
                  ))}
                </div>
              ) : null}
            </Stack>
          </ScrollBox>
        </div>
        {accepted ? (
          <Group justify="space-between">
            <Text size="sm" c="dimmed">
              Accepted by {accepted.signedName}, {formatMoment(accepted.at)}
            </Text>
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
          </Group>
        ) : may("manage") ? (
          <Signature connection={connection} onClose={onClose} />
        ) : null}
      </Stack>
    </Modal>
  );
}

function Signature({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const refresh = useRefreshWriters();
  const [signedName, setSignedName] = useState("");
  const accept = useMutation({
    mutationFn: () =>
      client.writers.acceptTerms({
        connectionId: connection.id,
        signedName,
        statementHash: connection.terms.hash,
      }),
    onSuccess: async () => {
      toastDone(`${connection.name} can be used now.`);
      await refresh();
      onClose();
    },
    onError: refresh,
  });
  const errors = fieldErrors(accept.error, ["signedName"]);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate();
      }}
    >
      <Stack>
        <Text size="sm" fw={550}>
          {connection.terms.declaration}
        </Text>
        <TextInput
          label="Your name"
          description="Typed by you, it is your signature on the record."
          autoComplete="name"
          value={signedName}
          error={errors.at("signedName")}
          onChange={(event) => setSignedName(event.currentTarget.value)}
        />
        <FormError message={errors.general} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" loading={accept.isPending}>
            Accept
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
