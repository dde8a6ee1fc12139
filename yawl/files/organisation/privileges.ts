/** What a backup says of a person's privileges: eight digits, each 0 or 1. Source: YAWL's `UserPrivileges`. */
import type { UserPrivilege } from "../../resource/organisation.ts";

/** By digit, from the left; those after them are: manages cases, and everything. */
const BY_DIGIT: readonly UserPrivilege[] = [
  "chooseItem",
  "startConcurrent",
  "reorder",
  "viewTeam",
  "viewOrganisation",
  "chainItems",
];
const MANAGES_CASES = 6;
const EVERYTHING = 7;
const DIGITS = 8;

/** What the digits say. */
/** What a backup lets somebody do, as Mizzen says it. */
export interface FilePrivileges {
  readonly userPrivileges: readonly UserPrivilege[];
  readonly managesCases: boolean;
}

/** `undefined`: the text is none of them. Zeros on the left may be missing, as YAWL's schema calls it a number. */
export function readPrivileges(text: string): FilePrivileges | undefined {
  if (!/^[01]{1,8}$/.test(text)) return undefined;
  const digits = text.padStart(DIGITS, "0");
  const isAll = digits[EVERYTHING] === "1";
  return {
    userPrivileges: isAll ? BY_DIGIT : BY_DIGIT.filter((_, index) => digits[index] === "1"),
    managesCases: isAll || digits[MANAGES_CASES] === "1",
  };
}
