"use client";

import { Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { hrefOfWay } from "./next-step-href.ts";
import { actionOf } from "./next-step.ts";
import classes from "./overview.module.css";
import { api } from "#/api/client.ts";

/** What comes next, on every screen: one quiet line that leads there. The overview itself says it large. */
export function NextStepLine({ projectId, onFollow }: { projectId: string; onFollow: () => void }) {
  const pathname = usePathname();
  const overview = useQuery(api.projects.overview.queryOptions({ input: { projectId } }));
  if (!overview.data || pathname === `/projects/${projectId}`) return null;
  const href = hrefOfWay(projectId, actionOf(overview.data).way);
  return (
    <Link href={href} className={classes.line} onClick={onFollow}>
      <Text span size="xs" c="dimmed">
        Next
      </Text>
      <Text span size="sm" fw={550}>
        {overview.data.nextStep.title} <IconArrowRight size={14} aria-hidden />
      </Text>
    </Link>
  );
}
