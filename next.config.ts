import type { NextConfig } from "next";
import { API_HEADERS } from "./server/platform/api-headers";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Pages get theirs from proxy.ts.
  headers: async () =>
    ["/api/:path*", "/.well-known/:path*"].map((source) => ({
      source,
      headers: Object.entries(API_HEADERS).map(([key, value]) => ({ key, value })),
    })),
  experimental: {
    // A build is made once a version: what would speed up the next one slows this one down, and takes hundreds of megabytes.
    turbopackFileSystemCacheForBuild: false,
    // Nothing reads them of a built server, and its pages hand none out.
    turbopackSourceMaps: process.env.NODE_ENV === "development",
  },
  typescript: { ignoreBuildErrors: true }, // `npm test` checks the types; a start need not wait for it
  serverExternalPackages: ["date-holidays", "@node-rs/argon2", "pg", "pino", "@prisma/adapter-pg", "pdfkit", "fontkit"],
};

export default config;
