"use client";

import { ActionIcon, Avatar, Group, Menu, Stack, Table, Text } from "@mantine/core";
import { IconDots, IconKey, IconUserMinus } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { RoleSelect } from "./role-select.tsx";
import { roleWords } from "./role-words.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { Member, Role } from "#/core/workspaces/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatDay } from "#/lib/format.ts";
import { toastDone } from "#/ui/toast.ts";

/** One member. A refused change of role stands at its field, and the former role comes back. */
export function MemberRow({
  member,
  onRemove,
  onPasswordLink,
}: {
  member: Member;
  onRemove: () => void;
  onPasswordLink: () => void;
}) {
  const { may, person } = useSession();
  const router = useRouter();
  const queryClient = useQueryClient();
  const isSelf = member.userId === person.id;
  const setRole = useMutation({
    mutationFn: (role: Role) => client.people.setRole({ userId: member.userId, role }),
    onSuccess: async (_, role) => {
      toastDone(`${member.name} is now ${roleWords[role].label.toLowerCase()}.`);
      await queryClient.invalidateQueries({ queryKey: api.people.key() });
      // One's own rights come with the page from the server.
      if (isSelf) router.refresh();
    },
  });

  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          <Avatar size={28} radius="xl" name={member.name} color="spruce" aria-hidden />
          <Stack gap={0} style={{ minWidth: 0 }}>
            <Text size="sm" fw={500}>
              {member.name}
              {isSelf ? (
                <Text span c="dimmed" fw={400}>
                  {" "}
                  (you)
                </Text>
              ) : null}
            </Text>
            <Text size="xs" c="dimmed">
              {member.email}
            </Text>
          </Stack>
        </Group>
      </Table.Td>
      <Table.Td>
        {may("manage") ? (
          <>
            <RoleSelect
              label={`Role of ${member.name}`}
              hiddenLabel
              value={setRole.isPending ? setRole.variables : member.role}
              disabled={setRole.isPending}
              isWrong={setRole.isError}
              onChange={(role) => setRole.mutate(role)}
            />
            {setRole.error ? (
              <Text size="xs" c="var(--mantine-color-error)" role="alert" maw={260} mt={4}>
                {plainError(setRole.error).message}
              </Text>
            ) : null}
          </>
        ) : (
          <Text size="sm">{roleWords[member.role].label}</Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          {formatDay(member.joinedAt)}
        </Text>
      </Table.Td>
      {may("manage") ? (
        <Table.Td>
          <Menu position="bottom-end" width={230} withInitialFocusPlaceholder={false}>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`More for ${member.name}`}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconKey size={16} />} onClick={onPasswordLink}>
                Make a password link
              </Menu.Item>
              <Menu.Item
                leftSection={<IconUserMinus size={16} />}
                c="var(--mantine-color-error)"
                onClick={onRemove}
              >
                Remove from the workspace
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Table.Td>
      ) : null}
    </Table.Tr>
  );
}
