"use client";

import {
  Badge,
  Button,
  Group,
  Menu,
  Modal,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useSession } from "./session-context.tsx";
import classes from "./project-menu.module.css";
import { api, client, plainError } from "#/api/client.ts";

/** The project in hand, the others, and a new one. */
export function ProjectMenu({ projectId }: { projectId: string }) {
  const router = useRouter();
  const { may } = useSession();
  const [creating, { open, close }] = useDisclosure();
  const projects = useQuery(api.projects.list.queryOptions());
  const current = projects.data?.find(({ id }) => id === projectId);

  return (
    <>
      <Menu width={260} position="bottom-start" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <UnstyledButton
            className={classes.target}
            aria-label={`Change project: ${current?.name ?? ""}`}
          >
            <Text size="sm" fw={550} truncate>
              {current?.name ?? "\u00a0"}
            </Text>
            <IconSelector size={16} stroke={1.6} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {projects.data?.map((project) => (
            <Menu.Item
              key={project.id}
              onClick={() => router.push(`/projects/${project.id}`)}
              rightSection={project.id === projectId ? <IconCheck size={14} /> : null}
            >
              <Group gap={6}>
                <Text size="sm">{project.name}</Text>
                {project.isSample ? (
                  <Badge size="xs" variant="light">
                    Sample
                  </Badge>
                ) : null}
              </Group>
            </Menu.Item>
          ))}
          {may("write") ? (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconPlus size={16} />} onClick={open}>
                New project
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={creating} onClose={close} title="New project">
        <NewProject onClose={close} />
      </Modal>
    </>
  );
}

function NewProject({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const create = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const project = await client.projects.create({ name });
      await queryClient.invalidateQueries({ queryKey: api.projects.list.key() });
      onClose();
      router.push(`/projects/${project.id}`);
    } catch (error) {
      setFailure(plainError(error).fields[0]?.message ?? plainError(error).message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <Stack>
        <TextInput
          label="Name"
          description="Your business, or the product that the conversations are for."
          data-autofocus
          value={name}
          error={failure}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          It starts with the personas, emotions, topics and arcs of financial advice, without
          documents and without a plan.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Create project
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
