/* Builds static/dist: the pages' scripts, the style sheet, the words and the manifest that names them.
   `--watch` builds again after each change. Names carry a hash of the content and nothing is ever
   overwritten; the files of the build before stay, so a server that runs on them is not broken. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const DIST = "static/dist";
const MANIFEST = `${DIST}/manifest.json`;
const PAGES = "static/js/pages";
const STYLES = "static/css/app.css";
const PYTHON = process.env.PYTHON ?? ".venv/bin/python";
const WATCHED = ["static/js", "static/css", "templates", "locales"];

const fileName = (path) => path.slice(path.lastIndexOf("/") + 1);

const pages = () =>
  fs
    .readdirSync(PAGES)
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${PAGES}/${name}`);

async function buildScripts() {
  const { metafile } = await esbuild.build({
    entryPoints: pages(),
    outbase: "static/js",
    outdir: DIST,
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    sourcemap: true,
    metafile: true,
    logLevel: "warning",
  });
  return metafile.outputs;
}

/** Everything a script imports statically, however deep: what the page preloads. */
function preloads(outputs, path, seen = new Set()) {
  for (const { path: next, kind } of outputs[path].imports)
    if (kind === "import-statement" && !seen.has(next)) preloads(outputs, next, seen.add(next));
  return [...seen].map(fileName);
}

function buildStyles() {
  const made = `${DIST}/.app.css`;
  const cli = "node_modules/@tailwindcss/cli/dist/index.mjs";
  execFileSync(process.execPath, [cli, "-i", STYLES, "-o", made, "--minify"], { stdio: "pipe" });
  const hash = createHash("sha256").update(fs.readFileSync(made)).digest("hex").slice(0, 8);
  fs.renameSync(made, `${DIST}/app-${hash}.css`);
  return `app-${hash}.css`;
}

function readManifest() {
  return fs.existsSync(MANIFEST) ? JSON.parse(fs.readFileSync(MANIFEST, "utf8")) : { files: [] };
}

async function build() {
  fs.mkdirSync(DIST, { recursive: true });
  const outputs = await buildScripts();
  const css = buildStyles();
  execFileSync(PYTHON, ["-m", "server.words", "build"], { stdio: "pipe" });

  const manifest = { css, files: [css, ...Object.keys(outputs).map(fileName)] };
  for (const [path, { entryPoint }] of Object.entries(outputs))
    if (entryPoint?.startsWith(PAGES)) {
      const page = entryPoint.replace(/^static\/js\/|\.tsx?$/g, "");
      manifest[page] = { js: fileName(path), imports: preloads(outputs, path) };
    }

  const kept = new Set([...manifest.files, ...readManifest().files]);
  fs.writeFileSync(`${MANIFEST}.new`, `${JSON.stringify(manifest, null, 2)}\n`);
  fs.renameSync(`${MANIFEST}.new`, MANIFEST);
  for (const file of fs.readdirSync(DIST))
    if (/-[0-9A-Za-z]{8}\.(js|css)(\.map)?$/.test(file) && !kept.has(file))
      fs.rmSync(`${DIST}/${file}`);
}

function watch() {
  let soon;
  const again = () => {
    clearTimeout(soon);
    soon = setTimeout(() => build().then(() => console.log("built"), report), 50);
  };
  for (const place of WATCHED)
    if (fs.existsSync(place)) fs.watch(place, { recursive: true }, again);
}

function report(error) {
  console.error(error.stderr?.toString() || error.message);
}

try {
  await build();
} catch (error) {
  report(error);
  process.exitCode = 1;
}
if (process.argv.includes("--watch")) watch();
