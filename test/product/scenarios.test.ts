import { humanWork } from "../scenarios/human-work.ts";
import { reviews } from "../scenarios/reviews.ts";
import { serviceTask } from "../scenarios/service-task.ts";
import { ADMINISTRATOR } from "./product.ts";
import { sharedProduct } from "./shared.ts";

describe("The enterprise scenarios on the real servers", function () {
  this.timeout(400_000);

  it("1: a person claims, starts and completes, and the next task is offered to the next person", async () => {
    const { url } = await sharedProduct();
    await humanWork({ url, administrator: ADMINISTRATOR, say: () => undefined });
  });

  it("4: an automated task fetches data with a secret, and what goes wrong is retried, shown and mended", async () => {
    const { url, temporalUi } = await sharedProduct();
    await serviceTask({ url, temporalUi, administrator: ADMINISTRATOR, say: () => undefined });
  });

  it("5: ten reviewers share ten applications, seven are enough, and the rest leaves every inbox", async () => {
    const { url } = await sharedProduct();
    await reviews({ url, administrator: ADMINISTRATOR, say: () => undefined });
  });
});
