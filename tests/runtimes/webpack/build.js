import { promisify } from "node:util";

import webpack from "webpack";

const stats = await promisify(webpack)({
  mode: "production",
  entry: "./src/main.js",
  output: { filename: "main.js" },
  performance: { hints: false },
});
console.log(stats.toString({ colors: false }));
process.exitCode = stats.hasErrors() || stats.hasWarnings() ? 1 : 0;
