const LATIN = /\p{Script=Latin}/u;
// Of Greek only the letters that look Latin: units such as kΩ deceive nobody.
const LOOKS_LATIN = /[\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Cherokee}ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυχ]/u;

/** Whether a text holds letters of another alphabet that look like Latin ones. */
export const holdsLatinLooks = (text: string): boolean => LOOKS_LATIN.test(text);

/** Whether a word mixes Latin letters with others that look like them, as a false host name does. */
export const mixesAlphabets = (word: string): boolean => LATIN.test(word) && LOOKS_LATIN.test(word);

// What common fonts draw alike: letters of other alphabets, and signs within Latin. After Unicode's list of confusables
// (UTS 39), as far as lower-case names of hosts go.
const DRAWN_ALIKE: readonly (readonly [string, string])[] = [
  ["a", "аɑαａ"],
  ["b", "Ьƅ"],
  ["c", "сϲⅽ"],
  ["d", "ԁⅾɗ"],
  ["e", "еҽ℮"],
  ["g", "ɡց"],
  ["h", "һհ"],
  ["j", "јϳ"],
  ["k", "кκ"],
  ["l", "iíìıіïιɩ1|ӏⅼǀ"],
  ["m", "мⅿ"],
  ["n", "ոռ"],
  ["o", "0оοօσ"],
  ["p", "рρ"],
  ["q", "ԛգ"],
  ["r", "гᴦ"],
  ["s", "ѕƽ"],
  ["t", "тτ"],
  ["u", "υսʋ"],
  ["v", "ѵνⅴ"],
  ["w", "ԝաω"],
  ["x", "хχⅹ"],
  ["y", "уүγ"],
  ["z", "ᴢ"],
];
const LOOK_OF = new Map(DRAWN_ALIKE.flatMap(([look, signs]) => [...signs].map((sign) => [sign, look] as const)));

/** What a name looks like at a glance: two names with the same look can be taken for one another. */
export function lookOf(name: string): string {
  const plain = name.normalize("NFKC").toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return [...plain]
    .map((sign) => LOOK_OF.get(sign) ?? sign)
    .join("")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");
}
