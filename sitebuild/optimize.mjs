// Binaryen as a worker: reads "input<TAB>output" lines, writes the optimised module, answers "ok" to each. One process for
// many modules: starting binaryen takes longer than most chunks take, and its own code gets faster as it runs.
// The same as `wasm-opt -Oz --enable-bulk-memory --enable-nontrapping-float-to-int`.

import fs from 'node:fs';
import readline from 'node:readline';
import binaryen from 'binaryen';

const { BulkMemory, NontrappingFPToInt } = binaryen.Features;
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
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
