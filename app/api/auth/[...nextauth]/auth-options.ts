import type { AuthOptions, Profile } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { endSession, SESSION_SECONDS, startSession } from "@/server/identity/sessions";
import { checkPassword, personOfIdentity } from "@/server/identity/sign-in";
import { countedAddress } from "@/server/platform/address";
import { env, sessionSecret, tellNextAuth } from "@/server/platform/env";
import { log } from "@/server/platform/log";
import { hasSecureCookies } from "@/server/platform/session";

type OidcProfile = Profile & { readonly email_verified?: boolean | "true" | "false" };

/** next-auth hands the words of an error to the caller, in an address: a fault of ours goes to the log instead. */
async function withoutItsWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    log.error({ err: error }, "sign-in failed on our side");
    throw new Error("Reeve cannot sign anyone in at the moment. Try again.");
  }
}

const password = Credentials({
  id: "credentials",
  credentials: { email: { type: "email" }, password: { type: "password" } },
  async authorize(credentials, request) {
    const input = { email: credentials?.email ?? "", password: credentials?.password ?? "" };
    const address = countedAddress(request.headers?.["x-forwarded-for"]);
    const checked = await withoutItsWords(() => checkPassword({ ...input, address }));
    if (!checked.ok) throw new Error(checked.refusal.message);
    return { id: checked.value };
  },
});

const identityOf = (profile: OidcProfile) => ({
  issuer: env().OIDC_ISSUER ?? "",
  subject: profile.sub ?? "",
  email: profile.email ?? null,
  // Some providers say it as a word.
  isEmailVerified: profile.email_verified !== false && profile.email_verified !== "false",
});

function singleSignOn(): OAuthConfig<OidcProfile>[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env();
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || OIDC_CLIENT_SECRET === undefined) return [];
  return [
    {
      id: "oidc",
      name: "Single sign-on",
      type: "oauth",
      wellKnown: `${OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      authorization: { params: { scope: "openid email profile" } },
      idToken: true,
      checks: ["pkce", "state", "nonce"],
      profile: (profile) => ({ id: profile.sub ?? "" }),
    },
  ];
}

/**
 * How people sign in. The cookie carries a session id and nothing else: who that is, and may do what, is read from
 * the database on every request. Made per request, so that a build needs no secret.
 */
export function authOptions(): AuthOptions {
  tellNextAuth();
  return {
    secret: sessionSecret(),
    useSecureCookies: hasSecureCookies(),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    providers: [password, ...singleSignOn()],
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.provider !== "oidc") return true;
        const isKnown = profile !== undefined && (await withoutItsWords(() => personOfIdentity(identityOf(profile)))).ok;
        return isKnown ? true : "/sign-in?error=NoAccount";
      },
      async jwt({ token, user, account, profile }) {
        if (user === undefined || account === null) return { sid: token.sid };
        if (account.provider !== "oidc") return { sid: await startSession(user.id, "password") };
        const person = await personOfIdentity(identityOf(profile ?? {}));
        return person.ok ? { sid: await startSession(person.value, "oidc") } : {};
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await endSession(token.sid);
      },
    },
    logger: {
      // A wrong password is an answer, not an error of ours.
      error: (code, metadata) => (code === "SIGNIN_EMAIL_ERROR" ? undefined : log.warn({ code, err: metadata }, "sign-in failed")),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
