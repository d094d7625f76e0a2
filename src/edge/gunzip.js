// Unpacks a body that comes packed: the platform's own stream does it, and what is not gzip breaks off when it is read.
export function unpacked(request) {
  return request.body?.pipeThrough(new DecompressionStream("gzip"));
}
