import * as tutti from "tutti";

import { music } from "../music.js";

console.log(JSON.stringify(await music(tutti, Bun.argv[2])));
