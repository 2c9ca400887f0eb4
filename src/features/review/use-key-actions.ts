"use client";

import { useDisclosure } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { ReviewAction } from "./review-keys.ts";
import type { Rights } from "./rights.ts";
import type { Deciding } from "./use-decide.ts";
import type { NeighbourLinks } from "./use-neighbours.ts";
import { useReviewKeys } from "./use-review-keys.ts";

/** What each key does on the open conversation; a key without a right behind it does nothing. */
export function useKeyActions({
  deciding,
  links,
  rights,
  mayUndo,
  needsExpert,
}: {
  deciding: Deciding;
  links: NeighbourLinks;
  rights: Rights;
  mayUndo: boolean;
  /** Approving asks for the expert first. */
  needsExpert: boolean;
}) {
  const router = useRouter();
  const [isRejecting, setRejecting] = useState(false);
  const [isConfirming, setConfirming] = useState(false);
  const [isHelping, { open: openHelp, close: closeHelp }] = useDisclosure();
  const noteField = useRef<HTMLTextAreaElement>(null);
  const go = (href: string | null) => {
    if (href) router.push(href);
  };

  useReviewKeys((action: ReviewAction) => {
    if (action === "next") go(links.nextHref);
    if (action === "previous") go(links.previousHref);
    if (action === "help") openHelp();
    if (action === "undo" && mayUndo) void deciding.undoLatest();
    if (action === "note" && rights.mayNote) {
      noteField.current?.scrollIntoView({ block: "nearest" });
      noteField.current?.focus();
    }
    if (!rights.mayDecide) return;
    if (action === "approve") {
      if (needsExpert) setConfirming(true);
      else void deciding.decide("approve");
    }
    if (action === "flag") void deciding.decide("flag");
    if (action === "reject") setRejecting(true);
  });

  return {
    isRejecting,
    setRejecting,
    isConfirming,
    setConfirming,
    isHelping,
    openHelp,
    closeHelp,
    noteField,
  };
}
