import * as cuts from "./core/cuts";
import * as store from "./repricing-store";

/** What a change of prices does to steps that were priced before: worked off by the domain that keeps the steps. */
export type Reached = store.Reached;
export type Repricing = store.Repricing;
export const takeRepricing = store.takeRepricing;
export const beginRepricing = store.beginRepricing;
export const noteProgress = store.noteProgress;
export const endRepricing = store.endRepricing;
export type Cuts = cuts.Cuts;
export const listCuts = store.listCuts;
export const nextCut = cuts.nextCut;
