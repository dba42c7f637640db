import type { Job } from "@/server/platform/job";
import { takeCatalogue } from "./table";

export const jobs: readonly Job[] = [
  {
    name: "pricing.catalogue",
    everyMs: 600_000,
    run: async (now) => {
      await takeCatalogue(now);
    },
  },
];
