/** What an organisation backup of YAWL says. */
import type {
  Capability,
  Group,
  HeldCapability,
  Position,
  Resource,
  Role,
  UserPrivilege,
} from "../../resource/organisation.ts";

/** Somebody in a backup. Their password is not among it: it is hashed in a way that is not taken over. */
export interface PersonInFile {
  readonly id: string;
  readonly name: string;
  /** the backup's own id, by which specification files name them */
  readonly aliases: readonly string[];
  readonly roles: readonly string[];
  readonly positions: readonly string[];
  readonly capabilities: readonly HeldCapability[];
  readonly available: boolean;
  readonly isAdministrator: boolean;
  readonly managesCases: boolean;
  /** absent where the backup says nothing of them */
  readonly userPrivileges?: readonly UserPrivilege[];
}

/** The organisation of a backup; everything but people is known by the backup's own ids. */
export interface OrganisationFile {
  readonly participants: readonly PersonInFile[];
  readonly roles: readonly Role[];
  readonly positions: readonly Position[];
  readonly groups: readonly Group[];
  readonly capabilities: readonly Capability[];
  readonly resources: readonly Resource[];
}
