import type { OrganisationModel } from "../yawl/resource/organisation.ts";

export type Organisation = OrganisationModel;

export function indexOrganisation(model: OrganisationModel): Organisation {
  return model;
}
