// Makes the platform's answer from one text: a name and a value in turn, a line each.
// Why: every header that crosses from WebAssembly alone, and is set alone, costs two microseconds.
export function answer(status, lines, body) {
  const headers = {};
  const parts = lines.split("\n");
  for (let at = 0; at + 1 < parts.length; at += 2) headers[parts[at]] = parts[at + 1];
  return new Response(body, { status, headers });
}
