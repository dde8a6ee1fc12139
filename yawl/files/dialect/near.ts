/** What a misspelt name in a file may have meant. */
export { didYouMean } from "../../model/near.ts";
