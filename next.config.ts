import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Pages get theirs from proxy.ts; what the API answers is never a page, whatever its words look like.
  headers: async () =>
    ["/api/:path*", "/.well-known/:path*"].map((source) => ({
      source,
      headers: [
        { key: "x-content-type-options", value: "nosniff" },
        { key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" },
        { key: "referrer-policy", value: "no-referrer" },
      ],
    })),
  typescript: { ignoreBuildErrors: true }, // `npm test` checks the types; a start need not wait for it
  serverExternalPackages: ["date-holidays", "@node-rs/argon2", "pg", "pino", "@prisma/adapter-pg"],
};

export default config;
