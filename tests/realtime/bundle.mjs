/* Bundles the front end's own state and follower for Node: `node bundle.mjs OUT`. */
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

await esbuild.build({
  stdin: {
    contents: `
      export { Follower } from "./static/js/net/follower";
      export { hear, learn, nothingKnown } from "./static/js/state/known";
    `,
    resolveDir: fileURLToPath(new URL("../..", import.meta.url)),
    loader: "ts",
  },
  bundle: true,
  platform: "node",
  format: "esm",
  outfile: process.argv[2],
});
