"use client";

import {
  AppShell,
  Box,
  Burger,
  Group,
  NavLink,
  ScrollArea,
  Text,
  UnstyledButton,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { spotlight } from "@mantine/spotlight";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { navigation } from "./navigation.ts";
import { PersonMenu } from "./person-menu.tsx";
import { ArchivedBanner } from "./archived-banner.tsx";
import { ProjectMenu } from "./project-menu.tsx";
import { SessionProvider } from "./session-context.tsx";
import classes from "./shell.module.css";
import { GoAnywhere } from "./go-anywhere.tsx";
import type { SessionView } from "#/core/workspaces/schema.ts";
import { HelpButton } from "#/features/help/help-drawer.tsx";
import { NextStepLine } from "#/features/overview/next-step-line.tsx";
import { ProgressProvider } from "#/features/progress/progress-provider.tsx";
import { ProgressIsland } from "#/features/progress/progress-island.tsx";

/** The frame of all signed-in pages: screens at the left, the work at the right, progress below. */
export function Shell({
  session,
  projectId,
  children,
}: {
  session: SessionView;
  projectId: string;
  children: ReactNode;
}) {
  const [opened, { toggle, close }] = useDisclosure();
  const pathname = usePathname();
  const base = `/projects/${projectId}`;

  // The set-up asks one thing at a time, in a frame of its own.
  if (pathname.startsWith(`${base}/start/`)) {
    return (
      <SessionProvider session={session}>
        <ProgressProvider projectId={projectId}>
          {children}
          <ProgressIsland projectId={projectId} />
        </ProgressProvider>
      </SessionProvider>
    );
  }
  return (
    <SessionProvider session={session}>
      <ProgressProvider projectId={projectId}>
        <a href="#main" className={classes.skip}>
          Skip to the content
        </a>
        <AppShell
          layout="alt"
          header={{ height: { base: 52, md: 0 } }}
          navbar={{ width: 232, breakpoint: "md", collapsed: { mobile: !opened } }}
          padding={0}
        >
          <AppShell.Header hiddenFrom="md" className={classes.header}>
            <Group h="100%" px="md" gap="sm">
              <Burger opened={opened} onClick={toggle} size="sm" aria-label="Open the menu" />
              <Wordmark />
            </Group>
          </AppShell.Header>
          <AppShell.Navbar className={classes.navbar} mod={{ opened }}>
            <AppShell.Section className={classes.top}>
              <Group justify="space-between" wrap="nowrap">
                <Wordmark />
                <Burger
                  hiddenFrom="md"
                  opened={opened}
                  onClick={toggle}
                  size="sm"
                  aria-label="Close the menu"
                />
              </Group>
              <ProjectMenu projectId={projectId} />
            </AppShell.Section>
            <AppShell.Section grow component={ScrollArea} className={classes.links}>
              <nav aria-label="Screens">
                {navigation.map((entry) => (
                  <NavLink
                    key={entry.path}
                    component={Link}
                    href={base + entry.path}
                    onClick={close}
                    label={entry.label}
                    leftSection={<entry.icon size={18} stroke={1.6} />}
                    active={isActive(pathname, base, entry.path)}
                    className={classes.link ?? ""}
                  />
                ))}
              </nav>
            </AppShell.Section>
            <AppShell.Section className={classes.bottom}>
              <NextStepLine projectId={projectId} onFollow={close} />
              <HelpButton base={base} className={classes.link ?? ""} />
              <UnstyledButton className={classes.search} onClick={spotlight.open}>
                <Text size="xs" c="dimmed">
                  Go anywhere
                </Text>
                <Text size="xs" c="dimmed" component="kbd">
                  Ctrl K
                </Text>
              </UnstyledButton>
              <PersonMenu session={session} />
            </AppShell.Section>
          </AppShell.Navbar>
          <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
            <Box className={classes.content}>
              <ArchivedBanner projectId={projectId} />
              {children}
            </Box>
          </AppShell.Main>
        </AppShell>
        <ProgressIsland projectId={projectId} />
        <GoAnywhere base={base} />
      </ProgressProvider>
    </SessionProvider>
  );
}

function Wordmark() {
  return (
    <Text component={Link} href="/" className={classes.wordmark}>
      <span className={classes.mark} aria-hidden /> Bright Run
    </Text>
  );
}

function isActive(pathname: string, base: string, path: string): boolean {
  const full = base + path;
  return path === "" ? pathname === full : pathname === full || pathname.startsWith(`${full}/`);
}
