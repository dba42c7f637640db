import { typeidUnboxed } from "typeid-js";
import { ID_PREFIXES, type IdKind } from "@/server/kernel/ids";

/** A new id of this kind; later ids sort after earlier ones (UUIDv7). */
export const newId = (kind: IdKind): string => typeidUnboxed(ID_PREFIXES[kind]);
