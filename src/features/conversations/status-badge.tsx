import { badgeLooks } from "./badge-looks.ts";
import type { Badge } from "#/core/conversations/states.ts";
import { StatusMark } from "#/ui/status-mark.tsx";

/** The state of a conversation as icon, word and colour. */
export function StatusBadge({ badge }: { badge: Badge }) {
  const { icon: Icon, label, tone } = badgeLooks[badge];
  return (
    <StatusMark
      tone={tone}
      spinning={badge === "generating"}
      icon={<Icon size={15} stroke={1.8} />}
      label={label}
    />
  );
}
