// The browser's validators behind a line protocol: the first line is a form's definition, every further line is the
// JSON of one submission's answers; each is answered by one line, the JSON list of what is wrong.
// Arguments: formclient.js and formclient_bg.wasm of a built site.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [script, module] = process.argv.slice(2);
// As data, because beside a file of the site there is no package.json that would call it a module.
const source = readFileSync(script).toString("base64");
const { FormChecker, initSync } = await import(`data:text/javascript;base64,${source}`);
initSync({ module: readFileSync(module) });

let checker = null;
for await (const line of createInterface({ input: process.stdin })) {
  if (checker) {
    process.stdout.write(`${checker.check_all(line)}\n`);
  } else {
    checker = new FormChecker(line);
    process.stdout.write("[]\n");
  }
}
