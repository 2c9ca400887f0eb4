"use client";

import {
  Avatar,
  Group,
  Menu,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun } from "@tabler/icons-react";
import { client, plainError } from "#/api/client.ts";
import type { SessionView } from "#/core/workspaces/schema.ts";
import { signOut } from "#/features/session/auth-calls.ts";
import { toastFailed } from "#/ui/toast.ts";

const schemes = [
  { value: "light", label: "Light", icon: IconSun },
  { value: "dark", label: "Dark", icon: IconMoon },
  { value: "auto", label: "As the system", icon: IconDeviceDesktop },
] as const;

/** Who is signed in, the workspace, the look, and the way out. */
export function PersonMenu({ session }: { session: SessionView }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { person, workspace, workspaces } = session;
  if (!person || !workspace) return null;

  const change = async (workspaceId: string) => {
    try {
      await client.people.switchWorkspace({ workspaceId });
      globalThis.location.assign("/");
    } catch (error) {
      toastFailed(plainError(error).message);
    }
  };

  return (
    <Menu position="top-start" width={220} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton>
          <Group gap="sm" wrap="nowrap">
            <Avatar size={30} radius="xl" name={person.name} color="spruce" aria-hidden />
            <div style={{ minWidth: 0 }}>
              <Text size="sm" fw={550} truncate>
                <VisuallyHidden>Account of </VisuallyHidden>
                {person.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {workspace.name} · {workspace.role}
              </Text>
            </div>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {workspaces.length > 1 ? (
          <>
            <Menu.Label>Workspace</Menu.Label>
            {workspaces.map((each) => (
              <Menu.Item
                key={each.id}
                onClick={() => void change(each.id)}
                rightSection={each.id === workspace.id ? <IconCheck size={14} /> : null}
              >
                {each.name}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        ) : null}
        <Menu.Label>Look</Menu.Label>
        {schemes.map((scheme) => (
          <Menu.Item
            key={scheme.value}
            leftSection={<scheme.icon size={16} />}
            rightSection={colorScheme === scheme.value ? <IconCheck size={14} /> : null}
            onClick={() => setColorScheme(scheme.value)}
          >
            {scheme.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
