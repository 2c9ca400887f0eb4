"use client";

import { Anchor, Drawer, Kbd, NavLink, Stack, Text, Title } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconHelpCircle } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { GlossaryList } from "./glossary-list.tsx";
import { navigation } from "#/features/shell/navigation.ts";

/** Help beside the work: what this page is for, and the words. "?" opens it, except where "?" lists keys. */
export function HelpButton({ base, className }: { base: string; className?: string }) {
  const [opened, { open, close }] = useDisclosure();
  const pathname = usePathname();
  const inReview = /\/conversations\/[^/]+$/.test(pathname);
  useHotkeys(inReview ? [] : [["shift+?", open]]);
  const below = pathname.slice(base.length);
  const screen =
    navigation.find(({ path }) => path !== "" && below.startsWith(path)) ?? navigation[0];

  return (
    <>
      <NavLink
        component="button"
        label="Help"
        aria-haspopup="dialog"
        leftSection={<IconHelpCircle size={18} stroke={1.6} />}
        onClick={open}
        className={className ?? ""}
      />
      <Drawer
        opened={opened}
        onClose={close}
        position="right"
        title="Help"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Stack gap="lg">
          {screen && pathname.startsWith(base) ? (
            <div>
              <Title order={3}>{screen.label}</Title>
              <Text size="sm" c="dimmed">
                {screen.text}.
              </Text>
            </div>
          ) : null}
          <div>
            <Title order={3} mb={6}>
              Keys
            </Title>
            <Text size="sm" c="dimmed">
              <Kbd>Ctrl</Kbd> <Kbd>K</Kbd> goes to any page, <Kbd>?</Kbd> opens this help. While you
              read a conversation, <Kbd>?</Kbd> lists the keys to decide with.
            </Text>
          </div>
          <div>
            <Title order={3} mb={6}>
              Words
            </Title>
            <GlossaryList />
          </div>
          <Anchor component={Link} href={`${base}/help`} size="sm" onClick={close}>
            All words on a page of their own
          </Anchor>
        </Stack>
      </Drawer>
    </>
  );
}
