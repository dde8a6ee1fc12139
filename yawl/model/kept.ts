/**
 * What `.yawl` files say that no case is run by: it is read, kept in the model, shown, and written back.
 * `docs/yawl-files.md` lists it.
 */
import type { Place } from "./place.ts";

/** A reference to a type, or to the global element whose type a variable has. */
export interface TypeReference {
  readonly type?: string;
  readonly namespace?: string;
  readonly element?: string;
}

/** Texts for the log when something starts or completes, with expressions; kept as read. */
export interface LogPredicate {
  readonly start?: string;
  readonly completion?: string;
}

/** Whom and what a task needs besides its performer; kept as read. */
export interface SecondaryResources {
  readonly participants: readonly string[];
  readonly roles: readonly string[];
  readonly nonHumanResources?: readonly string[];
  readonly nonHumanCategories?: readonly { readonly name: string; readonly subcategory?: string }[];
}

/** A port of a configured task: the flows it has, and whether they may be taken. */
export interface ConfiguredPort {
  readonly value?: string;
  /** ids of the elements that the flows come from (join) or lead to (split) */
  readonly flows: readonly string[];
}

/** How a configurable task is configured (C-YAWL); kept as read, not applied. */
export interface TaskConfiguration {
  readonly join?: { readonly value?: string; readonly ports: readonly ConfiguredPort[] };
  readonly split?: { readonly value?: string; readonly ports: readonly ConfiguredPort[] };
  /** whether the cancellation set is active */
  readonly remove?: { readonly value?: string };
  readonly instances?: {
    readonly minIncrease: string;
    readonly maxDecrease: string;
    readonly thresIncrease: string;
    readonly creationMode: string;
  };
}

/** Somebody named by the metadata: a name, or (before Beta 6) a name with addresses. */
export type Party =
  | string
  | {
      readonly name: string;
      readonly contacts: readonly (PostalAddress | { readonly email: string })[];
      readonly description?: string;
    };

/** An address of a person, as YAWL has it. */
export interface PostalAddress {
  readonly number?: string;
  readonly street?: string;
  readonly postOfficeBox?: string;
  readonly suburbOrTown?: string;
  readonly postOrZipCode: string;
  readonly state?: string;
  readonly country: string;
}

/** What a file says of itself, by the Dublin core; the version is that of the specification. Dates are as read. */
export interface Metadata {
  readonly title?: string;
  readonly creators?: readonly Party[];
  readonly subjects?: readonly string[];
  readonly description?: string;
  readonly publisher?: Party;
  readonly contributors?: readonly Party[];
  readonly coverage?: string;
  readonly rights?: string;
  /** URIs of what this specification replaces */
  readonly replaces?: readonly string[];
  readonly modifications?: readonly { readonly by: Party; readonly on: string }[];
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly created?: string;
  readonly status?: string;
  readonly persistent?: boolean;
  readonly identifier?: string;
  /** the `uri` of the file, when the specification's id had to be made from it */
  readonly uri?: string;
}

/** A part of a file that the reader did not understand; it is kept, and written back at its place. */
export interface Unread extends Place {
  /** e.g. `specification/decomposition[Main]/processControlElements/task[a]/@colour` */
  readonly path: string;
  /** element as XML that stands on its own, or value of an attribute, or text */
  readonly xml: string;
}
