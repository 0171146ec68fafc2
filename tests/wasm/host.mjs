// Runs the engine in WebAssembly with nothing but what Node brings along.
//
//   node host.mjs ENGINE.wasm SCENARIO.toml REPLICATES
//
// Prints one line for each replicate, SHA-256 and number of bytes; or, if the scenario is refused, the refusal, and
// ends with exit code 3.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

const REFUSAL = 0;
const [engine, scenario, replicates] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(await readFile(engine), {});
const { memory, room, run, reply, reply_len } = instance.exports;
const text = await readFile(scenario);

for (let replicate = 0; replicate < Number(replicates); replicate++) {
  // The memory may move with every call, so a view is made anew each time.
  const at = room(text.length);
  new Uint8Array(memory.buffer, at, text.length).set(text);
  const kind = run(replicate);
  const bytes = new Uint8Array(memory.buffer, reply(), reply_len());
  if (kind === REFUSAL) {
    console.log(new TextDecoder().decode(bytes));
    process.exit(3);
  }
  console.log(createHash("sha256").update(bytes).digest("hex"), bytes.length);
}
