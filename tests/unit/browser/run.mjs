/* Bundles the tests of the browser's state with what they import and runs them: the source is
   TypeScript without file endings, which node does not read by itself.
   `node tests/unit/browser/run.mjs CASES` (what the server expects, as JSON). */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const made = fs.mkdtempSync(path.join(os.tmpdir(), "callboard-state-"));
const tests = fs.readdirSync(here).filter((name) => name.endsWith(".test.mjs"));
try {
  await esbuild.build({
    entryPoints: tests.map((name) => path.join(here, name)),
    outdir: made,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2022",
    sourcemap: "inline",
    logLevel: "warning",
  });
  const files = tests.map((name) => path.join(made, name));
  const env = { ...process.env, CASES: process.argv[2] ?? "" };
  const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=spec", ...files], {
    stdio: "inherit",
    env,
  });
  process.exitCode = run.status ?? 1;
} finally {
  fs.rmSync(made, { recursive: true });
}
