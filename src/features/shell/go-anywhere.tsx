"use client";

import { Spotlight, type SpotlightActionData } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { navigation } from "./navigation.ts";

/** Cmd/Ctrl+K: every screen by name. */
export function GoAnywhere({ base }: { base: string }) {
  const router = useRouter();
  const actions: SpotlightActionData[] = navigation.map((entry) => ({
    id: entry.path || "overview",
    label: entry.label,
    description: entry.text,
    leftSection: <entry.icon size={20} stroke={1.5} />,
    onClick: () => router.push(base + entry.path),
  }));
  return (
    <Spotlight
      actions={actions}
      shortcut="mod + K"
      attributes={{ content: { "aria-label": "Go anywhere" } }}
      nothingFound="No screen of that name"
      // Faded, the chosen one's line is too pale on the accent.
      styles={{ actionDescription: { opacity: 1 } }}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: "Where to?",
        "aria-label": "Where to?",
      }}
    />
  );
}
