// Import floors: which room may know which.
const DOMAIN = "server/(?!kernel/|platform/|trpc/)([^/]+)/";
const TESTING = "/testing([.]ts$|/)"; // what tests need to bring about: nothing that runs may import it
const STORE = "[a-z-]*store"; // a large one is split by noun: claim-store.ts
const ORDER = [
  "audit",
  "identity",
  "views",
  "notifications",
  "schedules",
  "fleet",
  "records",
  "escalation",
  "policies",
  "actions",
  "loops",
  "grants",
  "pricing",
  "traces",
  "spend",
  "budgets",
  "approvals",
  "gate",
  "advice",
  "statements",
  "incidents",
  "maturity",
  "overview",
];
const PURE_PACKAGES = "^node_modules/(@bufbuild/cel|@bufbuild/protobuf|canonicalize|luxon|date-holidays|@pydantic/genai-prices|re2js|zod)/"; // deterministic, no I/O
const forbid = (name, from, to) => ({ name, severity: "error", from, to });

module.exports = {
  forbidden: [
    forbid("no-cycles", {}, { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } }),
    forbid("F0-kernel-is-bottom", { path: "^server/kernel/" }, { path: "^(app|components|prisma)/|^server/(?!kernel/)" }),
    forbid(
      "F1-core-is-pure",
      { path: `^${DOMAIN}core/`, pathNot: "[.]test[.]ts$" },
      { pathNot: ["^server/$1/core/", "^server/kernel/", PURE_PACKAGES] },
    ),
    forbid(
      "F2-only-store-touches-the-database",
      {
        pathNot: `^${DOMAIN}${STORE}[.]ts$|^server/platform/|^prisma/|^bench/|^cli/|[.]test[.]ts$|${TESTING}|^e2e/`,
      },
      { path: "^prisma/generated/|^node_modules/(@prisma|pg)/|^server/platform/db[.]ts$" },
    ),
    forbid(
      "F3-domain-by-its-face",
      { path: `^${DOMAIN}` },
      {
        path: `^${DOMAIN}`,
        pathNot: ["^server/$1/", `^server/[^/]+/(?!${STORE}|access|router|jobs)[^/]+[.]ts$`, "^server/[^/]+/testing/"],
      },
    ),
    forbid(
      "F3-no-framework-below",
      { path: `^${DOMAIN}(service|${STORE}|jobs|access)[.]ts$` },
      { path: "^node_modules/(next|react|@trpc|@tanstack)/" },
    ),
    forbid(
      "F4-adapters-through-services",
      { path: `^app/|^server/trpc/|^server/worker[.]ts$|^${DOMAIN}(router|jobs)[.]ts$` },
      { path: `^${DOMAIN}(${STORE}[.]ts|core/)` },
    ),
    forbid(
      "F5-components-see-contracts",
      { path: "^components/" },
      { path: "^server/", pathNot: ["^server/kernel/", `^${DOMAIN}(core/|[a-z-]*schema[.]ts$)`], dependencyTypesNot: ["type-only"] },
    ),
    forbid("F5-ui-kit-is-leaf", { path: "^components/(ui|charts)/" }, { path: "^components/(?!ui/|charts/)|^server/(?!kernel/)" }),
    forbid("F6-nobody-imports-app", { pathNot: "^app/" }, { path: "^app/" }),
    forbid(
      "F6-pages-are-thin",
      { path: "^app/(?!api/|[.]well-known/)" },
      { path: "^server/", pathNot: ["^server/trpc/rsc[.]ts$", "^server/platform/(clock|session)[.]ts$", "^server/openapi[.]ts$"] },
    ),
    ...ORDER.slice(0, -1).map((domain, i) =>
      forbid(`order-${domain}`, { path: `^server/${domain}/` }, { path: `^server/(${ORDER.slice(i + 1).join("|")})/` }),
    ),
    forbid("F7-sdk-stands-alone", { path: "^sdk/" }, { path: "^(app|components|prisma|server)/" }),
    forbid("F8-only-tests-import-testing", { pathNot: `[.]test[.]tsx?$|${TESTING}` }, { path: `^(?!node_modules/).*${TESTING}` }),
  ],
  options: {
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules|^prisma/generated" },
  },
};
