import { redirect } from "next/navigation";
import { homeOf } from "@/components/shell/navigation";
import { requireActor } from "@/server/platform/session";

export default async function HomePage() {
  const actor = await requireActor();
  redirect(homeOf([...actor.roles]));
}
