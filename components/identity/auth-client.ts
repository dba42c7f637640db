"use client";

export type SignInAnswer = { readonly isSignedIn: true } | { readonly isSignedIn: false; readonly message: string };

/** Posts to next-auth with its token against forgery. */
async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const { csrfToken } = (await (await fetch("/api/auth/csrf", { cache: "no-store" })).json()) as { csrfToken: string };
  return fetch(`/api/auth/${path}`, { method: "POST", body: new URLSearchParams({ ...fields, csrfToken, json: "true" }) });
}

const UNREACHABLE = "Reeve did not answer. Nothing was changed. Try again in a moment.";

/** Signs in with e-mail and password. A refusal comes with the sentence to show. */
export async function signInWithPassword(email: string, password: string): Promise<SignInAnswer> {
  try {
    const response = await post("callback/credentials", { email, password, callbackUrl: "/" });
    if (response.ok) return { isSignedIn: true };
    const { url } = (await response.json()) as { url?: string };
    const message = url === undefined ? null : new URL(url, window.location.href).searchParams.get("error");
    return { isSignedIn: false, message: message ?? UNREACHABLE };
  } catch {
    return { isSignedIn: false, message: UNREACHABLE };
  }
}

/** Goes to the identity provider; false when that could not even be begun. */
export async function startSingleSignOn(callbackPath: string): Promise<boolean> {
  try {
    const response = await post("signin/oidc", { callbackUrl: callbackPath });
    const { url } = (await response.json()) as { url?: string };
    if (!response.ok || url === undefined) return false;
    window.location.assign(url);
    return true;
  } catch {
    return false;
  }
}

/** Ends the session, here and in the database, and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  await post("signout", { callbackUrl: "/sign-in" }).catch(() => undefined);
  window.location.assign("/sign-in");
}
