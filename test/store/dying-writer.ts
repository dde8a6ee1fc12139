/** A process that dies in the middle of a change of the organisation. Arguments: the database, the person whom it renames. */
import { connect } from "../../store/connect.ts";
import { Participants } from "../../store/models.ts";
import { changingOrganisation } from "../../store/organisation-changes.ts";

const [database = "", person = ""] = process.argv.slice(2);
const uri = new URL(process.env["MONGODB_URI"] ?? "");
uri.pathname = `/${database}`;
await connect(uri.href);
await changingOrganisation(async () => {
  await Participants.updateOne({ _id: person }, { $set: { name: "written by the dead" } });
  process.kill(process.pid, "SIGKILL");
});
