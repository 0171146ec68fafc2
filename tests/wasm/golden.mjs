// Prints the golden samplers as WebAssembly computes them.
//
//   node golden.mjs GOLDEN.wasm

import { readFile } from "node:fs/promises";

const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2]), {});
const { memory, golden, golden_len } = instance.exports;
const at = golden(); // first: the memory may grow while the text is made
process.stdout.write(new TextDecoder().decode(new Uint8Array(memory.buffer, at, golden_len())));
