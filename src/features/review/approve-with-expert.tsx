"use client";

import { Button, Group, Popover, Radio, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useSession } from "#/features/shell/session-context.tsx";

/** Asks who has the expertise before an edge case is approved; the name goes on the record. */
export function ApproveWithExpert({
  opened,
  onChange,
  isBusy,
  onApprove,
  children,
}: {
  opened: boolean;
  onChange: (opened: boolean) => void;
  isBusy: boolean;
  onApprove: (expert: string) => Promise<void>;
  /** The button that opens it. */
  children: ReactNode;
}) {
  const { person } = useSession();
  const [who, setWho] = useState<string | null>(null);
  const [name, setName] = useState("");
  const expert = who === "me" ? person.name : name.trim();
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      trapFocus
      returnFocus
      width={320}
      position="bottom-end"
      shadow="md"
      // Gone at once: while it stands open the keys are its own, and the next conversation is there already.
      transitionProps={{ exitDuration: 0 }}
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown aria-label="Confirm the expertise">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (who !== null && expert !== "" && !isBusy) void onApprove(expert);
          }}
        >
          <Stack gap="sm">
            <Text size="sm">
              This edge case needs an expert&apos;s review. The name is kept with the approval.
            </Text>
            <Radio.Group label="Who has the expertise?" value={who} onChange={setWho}>
              <Stack gap={8} mt={6}>
                <Radio value="me" label={`I have it myself (${person.name})`} />
                <Radio value="other" label="Somebody else has reviewed it" />
              </Stack>
            </Radio.Group>
            {who === "other" ? (
              <TextInput
                label="Name of the expert"
                maxLength={120}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
            ) : null}
            <Group gap="xs" justify="flex-end">
              <Button size="xs" variant="default" onClick={() => onChange(false)}>
                Cancel
              </Button>
              <Button
                size="xs"
                type="submit"
                loading={isBusy}
                disabled={who === null || expert === ""}
              >
                Approve with this name
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
