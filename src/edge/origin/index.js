// Asks a shop's own server for what waymark hands on, on hosts in mode `route`.
// Why a Worker of its own: waymark asks for every address as anybody does (global_fetch_strictly_public), so its own request
// to the shop's host would come back to it. This one has no such flag: a request to its zone goes to the zone's own server.
export default { fetch: (request) => fetch(request) };
