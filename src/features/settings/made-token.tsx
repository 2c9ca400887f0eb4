"use client";

import { Button, CloseButton, CopyButton, Group, Paper, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { roleWords } from "./role-words.ts";
import classes from "./settings.module.css";
import type { MadeApiToken } from "#/core/workspaces/token-schema.ts";
import { formatMoment } from "#/lib/format.ts";

/** A token just made, shown this once: the server keeps only its fingerprint. */
export function MadeToken({ made, onClose }: { made: MadeApiToken; onClose: () => void }) {
  const end = made.expiresAt ? `until ${formatMoment(made.expiresAt)}` : "until it is revoked";
  return (
    <Paper p="md" mb="md" component="output" display="block" maw={680}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs" mb="xs">
        <Text size="sm">
          Copy this token now: it is shown only this once. It acts as{" "}
          {roleWords[made.role].label.toLowerCase()} {end}.
        </Text>
        <CloseButton aria-label="Close" onClick={onClose} />
      </Group>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          label={`Token “${made.name}”`}
          value={made.token}
          readOnly
          classNames={{ input: classes.token ?? "" }}
          style={{ flex: 1 }}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={made.token}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              miw={124}
            >
              {copied ? "Copied" : "Copy token"}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="xs" c="dimmed" mt="xs">
        For the command line, set <code>BRIGHT_TOKEN</code> to it. Keep it like a password.
      </Text>
    </Paper>
  );
}
