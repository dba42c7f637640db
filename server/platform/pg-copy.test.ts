import fc from "fast-check";
import { expect, test } from "vitest";
import { CopyRows } from "./pg-copy";
import { freshDatabase } from "./testing/database";
import { inPgTransaction } from "./tx";

freshDatabase();

const TABLE = `create temp table copied (n int, words text, small int, large int8, cost numeric(24), is_so boolean, at timestamptz, list text[]) on commit drop`;
const texts = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", ""));
const row = fc.record({
  words: fc.option(texts),
  small: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  large: fc.option(fc.maxSafeInteger()),
  cost: fc.option(fc.bigInt({ min: 0n, max: 10n ** 23n })),
  isSo: fc.option(fc.boolean()),
  us: fc.option(fc.integer({ min: 0, max: 4_000_000_000_000_000 })),
  list: fc.array(texts),
});

test("whatever is copied in is read back as it was", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (all) => {
      const copied = new CopyRows(1);
      all.forEach((one, n) => {
        copied.row(8);
        copied.integer(n);
        copied.text(one.words);
        copied.integer(one.small);
        copied.bigint(one.large);
        copied.wholeNumber(one.cost?.toString() ?? null);
        copied.boolean(one.isSo);
        copied.moment(one.us);
        copied.texts(one.list);
      });
      const read = await inPgTransaction(async (tx) => {
        await tx.execute(TABLE);
        expect(await tx.copy("copy copied from stdin (format binary)", copied.finish())).toBe(all.length);
        return tx.rows(
          "select words, small, large::text, cost::text, is_so, (extract(epoch from at) * 1000000)::int8::text as us, list from copied order by n",
        );
      });
      const expected = all.map(({ words, small, large, cost, isSo, us, list }) => {
        const told = { large: large?.toString() ?? null, cost: cost?.toString() ?? null, us: us?.toString() ?? null };
        return { words, small, is_so: isSo, list, ...told };
      });
      expect(read).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test("a copy that fails takes its transaction with it, and the connection goes on", async () => {
  const copied = new CopyRows();
  copied.row(1);
  copied.integer(1);
  const failing = inPgTransaction((tx) => tx.copy("copy nothing_here from stdin (format binary)", copied.finish()));
  await expect(failing).rejects.toMatchObject({ code: "42P01" });
  expect(await inPgTransaction((tx) => tx.rows("select 1 as one"))).toEqual([{ one: 1 }]);
});
