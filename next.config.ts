import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  // These run outside the bundle: they load files of their own at run time.
  serverExternalPackages: ["pg", "pg-boss", "pino", "better-auth", "drizzle-orm"],
  experimental: {
    optimizePackageImports: ["@mantine/core", "@mantine/hooks", "@tabler/icons-react"],
  },
};

export default config;
