import { redirect } from "next/navigation";
import { requireActor } from "@/server/platform/session";

/** The first of the settings that this person has. */
export default async function Page(): Promise<never> {
  const { roles } = await requireActor();
  redirect(roles.has("admin") || roles.has("auditor") ? "/settings/people" : "/settings/account");
}
