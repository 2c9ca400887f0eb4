import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SetupView } from "#/features/setup/setup-view.tsx";
import { stepOf, stepWords } from "#/features/setup/steps.ts";

interface Props {
  params: Promise<{ projectId: string; step: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const step = stepOf((await params).step);
  return { title: step ? stepWords[step].label : "Set-up" };
}

export default async function SetupPage({ params }: Props) {
  const { projectId, step: text } = await params;
  const step = stepOf(text);
  if (!step) notFound();
  return <SetupView projectId={projectId} step={step} />;
}
