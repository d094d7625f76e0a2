// Requests of the harness itself: single visits and calls of the API, as the local host of the deployment.
import { Agent, request } from "node:http";

export const ADMIN_KEY = "waymark-bench-admin-key-only";
const agent = new Agent({ keepAlive: true, maxSockets: 128 });

/** One request; node:http in place of fetch, which would follow the redirect and not set the host. */
export function ask(url, { method = "GET", headers = {}, body } = {}) {
  return new Promise((done, fail) => {
    const call = request(url, { method, agent, headers: { host: "localhost", ...headers } }, async (answer) => {
      let text = "";
      for await (const piece of answer) text += piece;
      done({ status: answer.statusCode, headers: answer.headers, text });
    });
    call.on("error", (error) => {
      // the server may close a kept connection just as we use it again
      if (call.reusedSocket && error.code === "ECONNRESET") ask(url, { method, headers, body }).then(done, fail);
      else fail(error);
    }).end(body);
  });
}

/** Posts JSON with the admin key; throws unless the answer is a 2xx. */
export async function post(origin, path, body) {
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };
  const { status, text } = await ask(origin + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (status < 200 || status > 299) throw new Error(`POST ${path} answered ${status}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** Visits a link and returns where it led; throws unless it is a redirect. */
export async function visit(origin, { path, address, agent: userAgent }) {
  const { status, headers } = await ask(origin + path, { headers: { "cf-connecting-ip": address, "user-agent": userAgent } });
  if (status !== 302) throw new Error(`GET ${path} answered ${status}`);
  return headers.location;
}
