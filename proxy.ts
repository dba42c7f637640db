import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/server/platform/env";
import { readiness } from "@/server/platform/health";
import { unavailablePage } from "@/server/platform/unavailable-page";

/** Only scripts with this answer's nonce run; styles are free, since Radix and the toasts write them in place. */
function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = env().NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Whether this asks for a whole page, not for what a page that is open already needs: that one says itself what fails. */
const isWholePage = (request: NextRequest): boolean => request.headers.get("accept")?.includes("text/html") ?? false;

/**
 * While the database is away nobody's session can be checked: nobody is sent to sign in for it, and no page breaks half
 * way. The address stays, and the answer says 503. It is made here: Next.js cannot lead elsewhere on a loopback address.
 */
async function answerTo(request: NextRequest, headers: Headers, nonce: string): Promise<NextResponse> {
  if (!isWholePage(request) || (await readiness()).ok) return NextResponse.next({ request: { headers } });
  return new NextResponse(unavailablePage(nonce), {
    status: 503,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "retry-after": "2" },
  });
}

/** For every page: a fresh nonce, the headers that keep a browser careful, and the path asked for, so that sign-in can lead back. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const url = request.nextUrl.clone();
  url.searchParams.delete("_rsc");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set("x-reeve-path", `${url.pathname}${url.search}`);
  const response = await answerTo(request, headers, nonce);
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("x-frame-options", "DENY");
  response.headers.set("permissions-policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()");
  // A setup link is a secret in an address: it goes nowhere else.
  response.headers.set("referrer-policy", url.pathname.startsWith("/setup/") ? "no-referrer" : "same-origin");
  if (env().REEVE_URL.startsWith("https:")) response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

// Off /api: there bodies would be cut at 10 MB, and nothing there is a page. Files are named one by one, never by how
// they end: an agent may be called `notes.txt`, and its page needs the headers like any other.
export const config = {
  matcher: ["/((?!api/|_next/static/|_next/image$|[.]well-known/|favicon[.]ico$|icon[.]svg$).*)"],
};
