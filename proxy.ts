import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/server/platform/env";

/** Only scripts with this answer's nonce run; styles are free, since Radix and the toasts write them in place. */
function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = env().NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
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

/** For every page: a fresh nonce, the headers that keep a browser careful, and the path asked for, so that sign-in can lead back. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const url = request.nextUrl.clone();
  url.searchParams.delete("_rsc");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set("x-reeve-path", `${url.pathname}${url.search}`);
  const response = NextResponse.next({ request: { headers } });
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
