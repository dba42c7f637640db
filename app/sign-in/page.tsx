import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safePath } from "@/components/identity/paths";
import { SignIn } from "@/components/identity/sign-in";
import { currentActor } from "@/server/platform/session";
import { caller } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Sign in" };

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

export default async function Page({ searchParams }: { readonly searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { callbackUrl, error } = await searchParams;
  const target = safePath(first(callbackUrl)) ?? "/";
  if ((await currentActor()) !== null) redirect(target);
  return <SignIn choices={await caller.identity.signInChoices()} target={target} error={first(error) ?? null} />;
}
