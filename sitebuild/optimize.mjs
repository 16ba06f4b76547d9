// Binaryen as a worker: reads "input<TAB>output" lines, writes the optimised module, answers "ok" to each. One process for
// many modules: starting binaryen takes longer than most chunks take, and its own code gets faster as it runs.
// What counts is the size after brotli. A function that is inlined into its only caller makes the module smaller and the
// download larger: standing alone, functions of one template look alike. Measured on the list of leads, 240 kB: brotli
// 74.7 kB with `-Oz`, 67.5 kB with the bounds below.

import fs from 'node:fs';
import readline from 'node:readline';
import binaryen from 'binaryen';

const { BulkMemory, NontrappingFPToInt } = binaryen.Features;
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(1);
binaryen.setAlwaysInlineMaxSize(8);
binaryen.setOneCallerInlineMaxSize(20);
binaryen.setDebugInfo(false);

for await (const line of readline.createInterface({ input: process.stdin })) {
  const [input, output] = line.split('\t');
  const module = binaryen.readBinary(fs.readFileSync(input));
  module.setFeatures(module.getFeatures() | BulkMemory | NontrappingFPToInt);
  module.optimize();
  fs.writeFileSync(output, module.emitBinary());
  module.dispose();
  process.stdout.write('ok\n');
}
