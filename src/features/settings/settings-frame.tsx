"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useId } from "react";
import classes from "./settings-frame.module.css";
import { type SettingsSection, settingsSections } from "./settings-sections.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { PageHeader } from "#/ui/page-header.tsx";

const groups: SettingsSection["group"][] = ["Workspace", "This project"];

/** All settings: their pages in a list, the chosen one beside it. */
export function SettingsFrame({ projectId, children }: { projectId: string; children: ReactNode }) {
  const { may } = useSession();
  const base = `/projects/${projectId}/settings`;
  const seen = settingsSections.filter(({ needs }) => !needs || may(needs));

  return (
    <>
      <PageHeader title="Settings" />
      <div className={classes.frame}>
        <nav aria-label="Settings" className={classes.list}>
          {groups.map((group) => (
            <SectionLinks
              key={group}
              group={group}
              base={base}
              sections={seen.filter((section) => section.group === group)}
            />
          ))}
        </nav>
        <div>{children}</div>
      </div>
    </>
  );
}

function SectionLinks({
  group,
  base,
  sections,
}: {
  group: string;
  base: string;
  sections: SettingsSection[];
}) {
  const pathname = usePathname();
  const id = useId();
  if (sections.length === 0) return null;
  // In a narrow window the list is a line that scrolls: the page one is on is never out of sight.
  const show = (link: HTMLElement | null) =>
    link?.scrollIntoView({ block: "nearest", inline: "center" });
  return (
    <div>
      <p id={id} className={classes.group}>
        {group}
      </p>
      <ul aria-labelledby={id} className={classes.links}>
        {sections.map(({ path, label }) => (
          <li key={path}>
            <Link
              href={base + path}
              ref={pathname === base + path ? show : null}
              className={classes.link}
              aria-current={pathname === base + path ? "page" : undefined}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
