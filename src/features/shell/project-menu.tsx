"use client";

import { Badge, Group, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconArchive, IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useSession } from "./session-context.tsx";
import classes from "./project-menu.module.css";
import { api, plainError } from "#/api/client.ts";

/** The project in hand, the others, a new one, and those that were archived. */
export function ProjectMenu({ projectId }: { projectId: string }) {
  const router = useRouter();
  const { may } = useSession();
  const projects = useQuery(api.projects.list.queryOptions());
  const own = useQuery(api.projects.get.queryOptions({ input: { projectId } }));
  // An archived project isn't in the list.
  const current = projects.data?.find(({ id }) => id === projectId) ?? own.data;

  return (
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
        {projects.isError ? <Menu.Label>{plainError(projects.error).message}</Menu.Label> : null}
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
        <Menu.Divider />
        {may("write") ? (
          <Menu.Item component={Link} href="/projects/new" leftSection={<IconPlus size={16} />}>
            New project
          </Menu.Item>
        ) : null}
        <ArchivedProjects projectId={projectId} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Behind a line of the menu, and only when there are any. */
function ArchivedProjects({ projectId }: { projectId: string }) {
  const router = useRouter();
  const [shown, setShown] = useState(false);
  const archived = useQuery(api.projects.listArchived.queryOptions());
  if (!archived.data || archived.data.length === 0) return null;
  if (!shown) {
    return (
      <Menu.Item
        closeMenuOnClick={false}
        leftSection={<IconArchive size={16} />}
        onClick={() => setShown(true)}
      >
        Archived projects ({archived.data.length})
      </Menu.Item>
    );
  }
  return (
    <>
      <Menu.Label>Archived</Menu.Label>
      {archived.data.map((project) => (
        <Menu.Item
          key={project.id}
          onClick={() => router.push(`/projects/${project.id}`)}
          rightSection={project.id === projectId ? <IconCheck size={14} /> : null}
        >
          {project.name}
        </Menu.Item>
      ))}
    </>
  );
}
