import type { Metadata } from "next";
import { HelpView } from "#/features/help/help-view.tsx";

export const metadata: Metadata = { title: "Words" };

export default function HelpPage() {
  return <HelpView />;
}
