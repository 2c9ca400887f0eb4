"use client";

import { Button, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { formatMoment } from "#/lib/format.ts";

/** A link to hand over. It is shown this once; the server keeps only its fingerprint. */
export function LinkPanel({
  link,
  expiresAt,
  label,
  text,
}: {
  link: string;
  expiresAt: Date;
  label: string;
  text: string;
}) {
  return (
    <Stack gap="xs">
      <Text size="sm">{text}</Text>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          label={label}
          value={link}
          readOnly
          style={{ flex: 1 }}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              miw={112}
            >
              {copied ? "Copied" : "Copy link"}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="xs" c="dimmed">
        Good until {formatMoment(expiresAt)}, for one use. It is shown only now; you can make a new
        one at any time.
      </Text>
    </Stack>
  );
}
