/* What the service saw lately, where it keeps watch: shown when it answers, hidden until then. */
import { byId } from "./dom.js";
import { found, pathOf } from "./asking.js";

export const showWatch = async (model) => {
  const section = byId("watch"), answer = await found(pathOf(model, "watch"));
  section.hidden = true;
  if (!answer) return;
};
