import { parseAsString, parseAsStringLiteral } from "nuqs";

/** What of the page of prices stands in the address: what is looked for, and the form that is open. */
export const PRICES_PARAMS = {
  q: parseAsString,
  provider: parseAsString,
  form: parseAsStringLiteral(["price", "alias"]),
  /** The model that a price is to be set for, and whose it is. */
  price: parseAsString,
  of: parseAsString,
};
