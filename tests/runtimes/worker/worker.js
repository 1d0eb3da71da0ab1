import * as tutti from "/node_modules/tutti/index.js";

import { music } from "../music.js";

self.onmessage = async ({ data }) => {
  self.postMessage(await music(tutti, data).catch((error) => ({ error: String(error) })));
};
