import type { Metadata } from "next";
import { ApiDocsView } from "#/features/api-docs/api-docs-view.tsx";

export const metadata: Metadata = { title: "API" };

export default function ApiDocsPage() {
  return <ApiDocsView />;
}
