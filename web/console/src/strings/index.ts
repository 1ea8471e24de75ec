import { en, type Strings } from "./en.ts";

/** The sentences in the language of the screen; English until another table exists. */
export const t: Strings = en;
