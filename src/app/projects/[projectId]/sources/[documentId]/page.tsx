import type { Metadata } from "next";
import { DocumentView } from "#/features/sources/document-view.tsx";

export const metadata: Metadata = { title: "Document" };

export default async function DocumentPage({
  params,
}: {
  params: Promise<{ projectId: string; documentId: string }>;
}) {
  const { projectId, documentId } = await params;
  return <DocumentView projectId={projectId} documentId={documentId} />;
}
