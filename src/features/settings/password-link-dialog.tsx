"use client";

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { LinkPanel } from "./link-panel.tsx";
import { client, plainError } from "#/api/client.ts";
import type { Member } from "#/core/workspaces/schema.ts";
import { ErrorState } from "#/ui/states.tsx";

/** For a lost password: makes a link that the owner hands over. */
export function PasswordLinkDialog({
  member,
  onClose,
}: {
  member: Member | null;
  onClose: () => void;
}) {
  const make = useMutation({
    mutationFn: (userId: string) => client.people.createPasswordLink({ userId }),
  });
  const close = () => {
    make.reset();
    onClose();
  };

  return (
    <Modal
      opened={member !== null}
      onClose={close}
      title="Password link"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {member ? (
        <Stack>
          {make.data ? (
            <LinkPanel
              {...make.data}
              label={`Link for ${member.name}`}
              text={`Hand this link to ${member.name}, by a way that only they can read. Whoever opens it chooses a new password for ${member.email}.`}
            />
          ) : (
            <Text size="sm">
              With this link <strong>{member.name}</strong> chooses a new password. It is good for
              one day and for one use. The present password works until then.
            </Text>
          )}
          {make.error ? <ErrorState message={plainError(make.error).message} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {make.data ? "Done" : "Cancel"}
            </Button>
            {make.data ? null : (
              <Button loading={make.isPending} onClick={() => make.mutate(member.userId)}>
                Make the link
              </Button>
            )}
          </Group>
        </Stack>
      ) : null}
    </Modal>
  );
}
