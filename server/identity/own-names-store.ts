import { prisma } from "@/server/platform/db";

/** The domains of the e-mail addresses of everyone in the directory. */
export const listDomains = (): Promise<{ readonly domain: string }[]> =>
  prisma().$queryRaw`select distinct lower(split_part(email, '@', 2)) as domain from person where deactivated_at is null limit 200`;
