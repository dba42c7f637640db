import { DEMO_PASSWORD } from "@/server/identity/core/demo-desks";

const pair = (setCookie: string) => setCookie.split(";")[0] ?? "";

/** Signs a demo person in as the browser does; answers the cookie header of the session. */
export async function signIn(url: string, email: string): Promise<string> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookies = csrf.headers.getSetCookie().map(pair);
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookies.join("; "), "content-type": "application/x-www-form-urlencoded", origin: url },
    body: new URLSearchParams({ csrfToken, email, password: DEMO_PASSWORD, json: "true" }),
  });
  const session = answer.headers.getSetCookie().map(pair);
  if (!session.some((cookie) => cookie.includes("session-token"))) throw new Error(`sign-in as ${email} was refused (${answer.status})`);
  return [...cookies, ...session].join("; ");
}
