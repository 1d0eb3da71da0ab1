import * as tutti from "tutti";

import { music } from "../music.js";

export default {
  async fetch(request) {
    const sandbox = new URL(request.url).searchParams.get("sandbox");
    return Response.json(await music(tutti, sandbox).catch((error) => ({ error: String(error.stack ?? error) })));
  },
};
