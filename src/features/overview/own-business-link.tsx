"use client";

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { api } from "#/api/client.ts";
import { useSession } from "#/features/shell/session-context.tsx";

/** On the sample, until there is a project of one's own: the way to that. */
export function OwnBusinessLink({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const projects = useQuery(api.projects.list.queryOptions());
  const onSample = projects.data?.some(({ id, isSample }) => id === projectId && isSample);
  if (!onSample || !may("write") || projects.data?.some(({ isSample }) => !isSample)) return null;
  return (
    <Button
      component={Link}
      href="/projects/new"
      variant="default"
      leftSection={<IconPlus size={16} />}
    >
      Set up your own business
    </Button>
  );
}
