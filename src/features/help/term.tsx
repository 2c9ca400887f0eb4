"use client";

import { Popover, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { glossary, type TermKey } from "./glossary.ts";
import classes from "./help.module.css";

/** A word of the trade with its explanation a press away; other words may stand in its place. */
export function Term({ name, children }: { name: TermKey; children?: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure();
  const { word, text } = glossary[name];
  return (
    <Popover opened={opened} onDismiss={close} width={300} position="top" withArrow shadow="md">
      <Popover.Target>
        <UnstyledButton component="button" type="button" className={classes.term} onClick={toggle}>
          {children ?? word}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" fw={600}>
          {word}
        </Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}
