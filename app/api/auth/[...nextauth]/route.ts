import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "./auth-options";

export const dynamic = "force-dynamic";

type RouteContext = { readonly params: Promise<{ nextauth: string[] }> };

const handle = (request: NextRequest, context: RouteContext): Promise<Response> => NextAuth(request, context, authOptions());

export { handle as GET, handle as POST };
