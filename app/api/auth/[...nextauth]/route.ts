import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { problemResponse, readBytes } from "@/server/platform/rest";
import { authOptions } from "./auth-options";

export const dynamic = "force-dynamic";

type RouteContext = { readonly params: Promise<{ nextauth: string[] }> };

const handle = (request: NextRequest, context: RouteContext): Promise<Response> => NextAuth(request, context, authOptions());

export const GET = handle;

/** Anyone may post here before they have signed in, so no more than a form's worth is taken. next-auth checks its own token against forgery. */
export async function POST(request: NextRequest, context: RouteContext): Promise<Response> {
  const body = await readBytes(request);
  if (!body.ok) return problemResponse(body.refusal);
  const { url, headers, signal } = request;
  return handle(new NextRequest(url, { method: "POST", headers, signal, body: body.value }), context);
}
