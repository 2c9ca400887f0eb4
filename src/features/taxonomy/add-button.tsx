"use client";

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { StorylineForm } from "./storyline-drafts.ts";
import { StorylineFormDrawer } from "./storyline-form.tsx";
import { ValueForm } from "./value-form.tsx";

/** Adds a storyline of a kind, or a value of a dimension. */
export function AddButton({
  projectId,
  label,
  ...what
}: {
  projectId: string;
  label: string;
} & ({ start: StorylineForm } | { dimension: { key: string; label: string } })) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} />}
        style={{ alignSelf: "flex-start" }}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      {isOpen && "start" in what ? (
        <StorylineFormDrawer projectId={projectId} start={what.start} onClose={close} />
      ) : null}
      {isOpen && "dimension" in what ? (
        <ValueForm projectId={projectId} dimension={what.dimension} onClose={close} />
      ) : null}
    </>
  );
}
