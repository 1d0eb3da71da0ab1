import * as tutti from "tutti";

import { music } from "../../music.js";

const sandbox = new URLSearchParams(location.search).get("sandbox");
document.title = JSON.stringify(await music(tutti, sandbox).catch((error) => ({ error: String(error) })));
