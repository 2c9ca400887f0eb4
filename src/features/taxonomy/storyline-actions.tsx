"use client";

import { Button, Group } from "@mantine/core";
import { IconArchive, IconCopy, IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import type { StorylineForm } from "./storyline-drafts.ts";
import { StorylineFormDrawer } from "./storyline-form.tsx";
import { useTaxonomyActions } from "./use-taxonomy-actions.ts";

/** What can be done with one arc, scenario or edge case. */
export function StorylineActions({
  projectId,
  storyline,
}: {
  projectId: string;
  storyline: StorylineForm & { body: { key: string } };
}) {
  const { copyStoryline, retireStoryline } = useTaxonomyActions(projectId);
  const [isOpen, setOpen] = useState(false);
  const { kind, body } = storyline;
  const place = { kind, key: body.key };
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPencil size={14} />}
        aria-label={`Edit ${body.label}`}
        onClick={() => setOpen(true)}
      >
        Edit
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconCopy size={14} />}
        aria-label={`Copy ${body.label}`}
        onClick={() => void copyStoryline(place, body.label)}
      >
        Copy
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArchive size={14} />}
        aria-label={`Retire ${body.label}`}
        onClick={() => void retireStoryline(place, body.label, true)}
      >
        Retire
      </Button>
      {isOpen ? (
        <StorylineFormDrawer
          projectId={projectId}
          start={storyline}
          original={storyline}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Group>
  );
}
