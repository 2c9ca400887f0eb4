import "@fontsource-variable/inter/index.css";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "@mantine/dropzone/styles.layer.css";
import "@mantine/spotlight/styles.layer.css";
import "./globals.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "#/ui/providers.tsx";

export const metadata: Metadata = {
  title: { default: "Bright Run", template: "%s · Bright Run" },
  description: "Your documents and experience, turned into training conversations.",
};
export const viewport: Viewport = { width: "device-width", initialScale: 1 };

/** Every page is dynamic: the content security policy's nonce is new with each answer. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        {/* Browsers hide a nonce once they have read it, so the attribute never matches. */}
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  );
}
