/** What a misspelt name may have meant. */
export { didYouMean } from "../../model/near.ts";
