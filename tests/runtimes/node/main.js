import process from "node:process";

import * as tutti from "tutti";

import { music } from "../music.js";

console.log(JSON.stringify(await music(tutti, process.argv[2])));
