"use client";

import { Alert, Anchor } from "@mantine/core";
import { IconVolumeOff } from "@tabler/icons-react";
import Link from "next/link";
import { isVoiceEmpty } from "#/core/projects/schema.ts";
import { useProject } from "#/features/projects/use-project.ts";

/** Said wherever writing begins, as long as nothing says how the business sounds. */
export function VoiceNotice({ projectId }: { projectId: string }) {
  const project = useProject(projectId);
  if (!project.data || !isVoiceEmpty(project.data.voice)) return null;
  return (
    <Alert color="orange" variant="light" icon={<IconVolumeOff size={18} />}>
      There is nothing in the voice of this project yet, so the answers will sound like nobody in
      particular. You can write all the same, or{" "}
      <Anchor component={Link} href={`/projects/${projectId}/settings/voice`} size="sm">
        fill in the voice first
      </Anchor>
      .
    </Alert>
  );
}
