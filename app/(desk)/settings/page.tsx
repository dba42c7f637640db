import { redirect } from "next/navigation";
import { requireActor } from "@/server/platform/session";

/** The first of the settings that this person has. */
export default async function Page(): Promise<never> {
  const { roles } = await requireActor();
  if (roles.has("admin") || roles.has("auditor")) redirect("/settings/people");
  redirect(roles.has("operator") ? "/settings/calendars" : roles.has("approver") ? "/settings/on-call" : "/settings/account");
}
