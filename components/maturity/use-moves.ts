import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { REFRESHES_ITSELF } from "@/components/trpc/query-client";
import { useTRPC } from "@/components/trpc/use-trpc";
import { toast } from "@/components/ui/toast";
import { type Move, movedItems, moveWords, placeOf } from "./prepare-roadmap";

/** What was done last, in words for everyone; and where the item was before, unless that was taken back already. */
type Told = { readonly words: string; readonly back: Move | null };

/**
 * Moves items, at once on screen and one after the other on the server; what was moved last can be taken back. A refused move is
 * read anew, so that the screen says what is so.
 */
export function useMoves() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [told, setTold] = useState<Told | null>(null);
  const key = trpc.maturity.roadmap.queryKey();
  const mutation = useMutation(
    trpc.maturity.moveItem.mutationOptions({
      meta: REFRESHES_ITSELF,
      scope: { id: "moves of the roadmap" },
      onError: (error) => {
        setTold(null);
        toast.error(sentenceOf(error));
      },
      // Only the last of several is read back: an answer in between would put the others where they were.
      onSettled: () => {
        if (client.isMutating({ mutationKey: trpc.maturity.moveItem.mutationKey() }) === 1)
          void client.invalidateQueries({ queryKey: key });
      },
    }),
  );

  const put = (move: Move): string | null => {
    const roadmap = client.getQueryData(key);
    const item = roadmap?.items.find(({ id }) => id === move.id);
    if (roadmap === undefined || item === undefined) return null;
    void client.cancelQueries({ queryKey: key });
    const items = movedItems(roadmap.items, move, roadmap.today);
    client.setQueryData(key, { ...roadmap, items });
    mutation.mutate({ ...move, revision: item.revision });
    return moveWords(items, move.id);
  };

  const moveItem = (move: Move): void => {
    const back = placeOf(client.getQueryData(key)?.items ?? [], move.id);
    const words = put(move);
    if (words !== null) setTold({ words, back });
  };

  const undo = (): void => {
    if (told === null || told.back === null) return;
    const words = put(told.back);
    setTold(words === null ? null : { words: `Taken back: ${words}`, back: null });
  };

  return { moveItem, undo, told };
}
