import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { actorOfSession } from "@/server/identity/sessions";
import type { PersonActor } from "./actor";
import { env, sessionSecret } from "./env";

/** Where `proxy.ts` puts the path that was asked for, so that sign-in can lead back to it. */
export const PATH_HEADER = "x-reeve-path";

/** On https the cookies carry the prefix that browsers hold to it. */
export const hasSecureCookies = (): boolean => env().REEVE_URL.startsWith("https:");

const cookieName = (): string => `${hasSecureCookies() ? "__Secure-" : ""}next-auth.session-token`;

/** The session id in the request's cookie, if Reeve signed it. Says nothing about whether the session is still good. */
async function sessionIdOfRequest(): Promise<string | null> {
  const token = (await cookies()).get(cookieName())?.value;
  if (token === undefined) return null;
  try {
    const claims = await decode({ token, secret: sessionSecret() });
    return typeof claims?.sid === "string" ? claims.sid : null;
  } catch {
    return null; // forged, expired, or made with another secret: nobody is signed in
  }
}

/** The signed-in person with roles and groups as they stand now: read from the database once a request. */
export const currentActor = cache(async (): Promise<PersonActor | null> => {
  const sessionId = await sessionIdOfRequest();
  return sessionId === null ? null : actorOfSession(sessionId);
});

/** For pages: the signed-in person, or a redirect to sign-in that leads back here. */
export async function requireActor(): Promise<PersonActor> {
  const actor = await currentActor();
  if (actor !== null) return actor;
  const path = (await headers()).get(PATH_HEADER);
  redirect(path === null || path === "/" ? "/sign-in" : `/sign-in?callbackUrl=${encodeURIComponent(path)}`);
}
