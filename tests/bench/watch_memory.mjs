// Notes every WebAssembly instance made after it, to tell how large their linear memory has grown; it never shrinks.
const memories = [];
const Instance = WebAssembly.Instance;

WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given);
    if (this.exports.memory) memories.push(this.exports.memory);
  }
};

export const memoryBytes = () => Math.max(0, ...memories.map(({ buffer }) => buffer.byteLength));
