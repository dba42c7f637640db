import type { Metadata } from "next";
import { ReviewsPage } from "@/components/approvals/reviews-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Done alone" };

export default function Page() {
  prefetch(trpc.approvals.reviews.queryOptions());
  return (
    <HydrateClient>
      <ReviewsPage />
    </HydrateClient>
  );
}
