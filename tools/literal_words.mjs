/* Reads static/js with TypeScript's own parser and prints, as JSON, the sentences that go through
   t() and tn() (`words`) and the words a person would read that do not (`literals`): text between
   tags and attributes such as aria-label. The tests compare both with the catalogues. */
import * as fs from "node:fs";
import { fileURLToPath } from "node:url";
import { SyntaxKind } from "typescript/unstable/ast";
import { API } from "typescript/unstable/sync";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const READ_ATTRIBUTES = new Set(["aria-label", "title", "placeholder", "alt", "label"]);
const KEYWORDS = new Map([
  ["t", 1],
  ["tn", 2],
]);
/** Which sides of an operator can be what it becomes. */
const SHOWN_SIDES = new Map([
  [SyntaxKind.AmpersandAmpersandToken, ["right"]],
  [SyntaxKind.BarBarToken, ["left", "right"]],
  [SyntaxKind.QuestionQuestionToken, ["left", "right"]],
  [SyntaxKind.PlusToken, ["left", "right"]],
]);
const hasLetters = (text) => /\p{L}/u.test(text);

const words = [];
const literals = [];

/** Strings that an expression can become, through ?: and ||; a call is somebody else's business. */
function strings(node) {
  switch (node.kind) {
    case SyntaxKind.StringLiteral:
    case SyntaxKind.NoSubstitutionTemplateLiteral:
      return [node.text];
    case SyntaxKind.TemplateExpression:
      return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
    case SyntaxKind.ConditionalExpression:
      return [...strings(node.whenTrue), ...strings(node.whenFalse)];
    case SyntaxKind.ParenthesizedExpression:
      return strings(node.expression);
    case SyntaxKind.BinaryExpression:
      return (SHOWN_SIDES.get(node.operatorToken.kind) ?? []).flatMap((side) =>
        strings(node[side]),
      );
    default:
      return [];
  }
}

function keepLiterals(file, node, texts) {
  for (const text of texts)
    if (hasLetters(text)) literals.push({ file, text: text.trim(), at: node.pos });
}

function visit(file, node) {
  if (node.kind === SyntaxKind.CallExpression && KEYWORDS.has(node.expression.text)) {
    const taken = node.arguments.slice(0, KEYWORDS.get(node.expression.text));
    const texts = taken.map((argument) => argument.text);
    if (texts.some((text) => text === undefined)) {
      literals.push({
        file,
        text: `${node.expression.text}() of something that is no literal`,
        at: node.pos,
      });
    } else words.push({ file, ids: texts });
  }
  if (node.kind === SyntaxKind.JsxText) keepLiterals(file, node, [node.text]);
  if (node.kind === SyntaxKind.JsxExpression && node.expression && isChild(node)) {
    keepLiterals(file, node, strings(node.expression));
  }
  if (node.kind === SyntaxKind.JsxAttribute && READ_ATTRIBUTES.has(node.name.text)) {
    const value = node.initializer;
    if (value) keepLiterals(file, node, strings(value.expression ?? value));
  }
  node.forEachChild((child) => {
    visit(file, child);
  });
}

const isChild = (node) =>
  node.parent.kind === SyntaxKind.JsxElement || node.parent.kind === SyntaxKind.JsxFragment;

const api = new API({ cwd: ROOT });
try {
  const snapshot = api.updateSnapshot({ openProject: `${ROOT}tsconfig.json` });
  const { program } = snapshot.getProjects()[0];
  const files = fs
    .readdirSync(`${ROOT}static/js`, { recursive: true })
    .filter((name) => /\.tsx?$/.test(name))
    .sort();
  for (const name of files) {
    const source = program.getSourceFile(`${ROOT}static/js/${name}`);
    visit(`static/js/${name}`, source);
  }
} finally {
  api.close();
}
const line = ({ file, at }) =>
  fs
    .readFileSync(ROOT + file, "utf8")
    .slice(0, at + 1)
    .split("\n").length;
console.log(
  JSON.stringify({
    words,
    literals: literals.map((one) => ({ file: one.file, line: line(one), text: one.text })),
  }),
);
